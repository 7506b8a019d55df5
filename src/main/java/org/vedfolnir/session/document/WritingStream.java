package org.vedfolnir.session.document;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serializes, and notes what it meets: which object is the one that cannot be written, which classes whoever reads will ask for, and whether another
 * thread changed a collection that does not notice it itself. For one value, by one thread.
 */
final class WritingStream extends ObjectOutputStream {

    private @Nullable Object last;

    /** Java writes what was thrown as well. */
    private @Nullable Object lastBeforeItFailed;

    private final Set<Class<?>> classes = new HashSet<>();

    /** Collections that write their size, and then whatever is in them by then: with another size nobody can read it. */
    private @Nullable Map<Object, Integer> sizes;

    WritingStream(OutputStream out) throws IOException {
        super(out);
        enableReplaceObject(true);
    }

    /** Asked for each object before it is written. Nothing is replaced. */
    @Override
    protected Object replaceObject(Object written) throws NotSerializableException {
        if (written instanceof ObjectStreamException) {
            lastBeforeItFailed = last;
        }
        last = written;
        var missing = LeftOut.of(written);
        if (missing != null) {
            last = missing;
            throw new NotSerializableException(missing.getClass().getName());
        }
        if (written instanceof HashMap<?, ?> map) {
            note(written, map.size());
        } else if (written instanceof IdentityHashMap<?, ?> map) {
            note(written, map.size());
        } else if (written instanceof ArrayDeque<?> || written instanceof PriorityQueue<?>) {
            note(written, ((Collection<?>) written).size());
        }
        return written;
    }

    private void note(Object collection, int size) {
        if (sizes == null) {
            sizes = new IdentityHashMap<>();
        }
        sizes.put(collection, size);
    }

    @Override
    protected void annotateClass(Class<?> type) {
        classes.add(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
        classes.add(type);
    }

    /**
     * The object that was to be written when it failed.
     *
     * @param otherwise when not even the first was
     */
    Object failedAt(Object otherwise) {
        return lastBeforeItFailed == null ? otherwise : lastBeforeItFailed;
    }

    Set<Class<?>> classes() {
        return classes;
    }

    /** @throws ConcurrentModificationException when what was written is no value that ever was */
    void requireUnchanged() {
        if (sizes != null) {
            sizes.forEach((collection, size) -> {
                if (size != sizeOf(collection)) {
                    throw new ConcurrentModificationException();
                }
            });
        }
    }

    private static int sizeOf(Object collection) {
        return collection instanceof Map<?, ?> map ? map.size() : ((Collection<?>) collection).size();
    }
}
