package org.vedfolnir.session.document;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
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

    private static final int FIRST = 16;
    private static final Object[] NONE = {};
    private static final int[] NO_SIZES = {};

    private @Nullable Object last;

    /** Java writes what was thrown as well. */
    private @Nullable Object lastBeforeItFailed;

    private final Set<Class<?>> classes = new HashSet<>();

    /** Collections that write their size, and then whatever is in them by then: with another size nobody can read it. */
    private Object[] collections = NONE;

    private int[] sizes = NO_SIZES;
    private int noted;

    WritingStream(OutputStream out) throws IOException {
        super(out);
        enableReplaceObject(true);
    }

    /** Asked for each object before it is written. Nothing is replaced. */
    @Override
    protected Object replaceObject(Object written) {
        if (written instanceof ObjectStreamException) {
            lastBeforeItFailed = last;
        }
        last = written;
        if (written instanceof HashMap<?, ?> map) {
            note(written, map.size());
        } else if (written instanceof IdentityHashMap<?, ?> map) {
            note(written, map.size());
        } else if (written instanceof ArrayDeque<?> || written instanceof PriorityQueue<?>) {
            note(written, ((Collection<?>) written).size());
        }
        return written;
    }

    /** Each is written once. */
    private void note(Object collection, int size) {
        if (noted == collections.length) {
            collections = Arrays.copyOf(collections, FIRST + 2 * noted);
            sizes = Arrays.copyOf(sizes, FIRST + 2 * noted);
        }
        collections[noted] = collection;
        sizes[noted] = size;
        noted++;
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
        for (var i = 0; i < noted; i++) {
            if (sizes[i] != sizeOf(collections[i])) {
                throw new ConcurrentModificationException();
            }
        }
    }

    private static int sizeOf(Object collection) {
        return collection instanceof Map<?, ?> map ? map.size() : ((Collection<?>) collection).size();
    }
}
