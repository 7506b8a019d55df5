package org.vedfolnir.session.document.attribute;

import java.io.ObjectInputFilter;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Classes of which one object was read back successfully, so that others need not be tested: the filter accepts them,
 * the application's class loader finds them, and Java can instantiate them. Does not keep classes in memory.
 * Thread-safe.
 */
final class ReadableClasses {

    /** Exceeds any limit of a pattern. */
    private static final int HUGE = Integer.MAX_VALUE;

    private final ObjectInputFilter filter;
    private final boolean limited;
    private final ClassValue<AtomicBoolean> known = new ClassValue<>() {

        @Override
        protected AtomicBoolean computeValue(Class<?> type) {
            return new AtomicBoolean();
        }
    };

    ReadableClasses(ObjectInputFilter filter) {
        this.filter = filter;
        this.limited = refuses(new FilterQuery(null, -1, HUGE)) || refuses(new FilterQuery(byte[].class, HUGE, 1));
    }

    /**
     * Whether all of them are known. Always false with a pattern that limits depth or sizes: the next object may be
     * larger.
     */
    boolean containAll(Collection<Class<?>> classes) {
        if (limited && !classes.isEmpty()) {
            return false;
        }
        for (var each : classes) {
            if (!known.get(each).get()) {
                return false;
            }
        }
        return true;
    }

    void add(Collection<Class<?>> classes) {
        classes.forEach(each -> known.get(each).set(true));
    }

    /** Returns the first class that the filter rejects. */
    Optional<Class<?>> refusedOf(Collection<Class<?>> classes) {
        for (var each : classes) {
            if (refuses(new FilterQuery(each, -1, 1))) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private boolean refuses(FilterQuery query) {
        return filter.checkInput(query) == ObjectInputFilter.Status.REJECTED;
    }

    /** @param size depth, references and bytes */
    private record FilterQuery(@Nullable Class<?> serialClass, long arrayLength, long size)
            implements ObjectInputFilter.FilterInfo {

        @Override
        public long depth() {
            return size;
        }

        @Override
        public long references() {
            return size;
        }

        @Override
        public long streamBytes() {
            return size;
        }
    }
}
