package org.vedfolnir.session.document.attribute.serialization;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serializes, and records which object could not be written, which classes reading will load, and whether another
 * thread changed a collection that does not detect it itself. For one value, by one thread.
 */
final class InspectingObjectOutputStream extends ObjectOutputStream {

    private static final int FIRST = 16;
    private static final Object[] NONE = {};
    private static final int[] NO_SIZES = {};

    private @Nullable Object last;

    /** Java writes the exception into the stream as well. */
    private @Nullable Object lastBeforeItFailed;

    private final Set<Class<?>> classes = new HashSet<>();

    /** Collections that write their size before their elements: with another size they cannot be read. */
    private Object[] collections = NONE;

    private int[] sizes = NO_SIZES;
    private int noted;

    /** Keys of hash tables that were not written after their table, so they were written before it. */
    private @Nullable Set<Object> keys;

    InspectingObjectOutputStream(OutputStream out) throws IOException {
        super(out);
        enableReplaceObject(true);
    }

    /** Called for each object before it is written. Replaces nothing. */
    @Override
    protected Object replaceObject(Object written) throws NotSerializableException {
        if (written instanceof ObjectStreamException) {
            lastBeforeItFailed = last;
        }
        last = written;
        if (keys != null) {
            keys.remove(written);
        }
        var missing = OmittedObject.of(written);
        if (missing != null) {
            last = missing;
            throw new NotSerializableException(missing.getClass().getName());
        }
        expect(written);
        if (written instanceof HashMap<?, ?> map) {
            note(written, map.size());
        } else if (written instanceof IdentityHashMap<?, ?> map) {
            note(written, map.size());
        } else if (written instanceof ArrayDeque<?> || written instanceof PriorityQueue<?>) {
            note(written, ((Collection<?>) written).size());
        }
        return written;
    }

    /** Each collection is written once. */
    private void note(Object collection, int size) {
        if (noted == collections.length) {
            collections = Arrays.copyOf(collections, FIRST + 2 * noted);
            sizes = Arrays.copyOf(sizes, FIRST + 2 * noted);
        }
        collections[noted] = collection;
        sizes[noted] = size;
        noted++;
    }

    private void expect(Object written) {
        var hashed = HashTables.keysOf(written);
        for (var each : hashed) {
            if (HashTables.isOfApplication(each)) {
                keys = keys == null ? Collections.newSetFromMap(new IdentityHashMap<>()) : keys;
                keys.add(each);
            }
        }
    }

    /**
     * Whether a hash table is inside of one of its own keys. Reading may then call the key's hashCode before its fields
     * are set, which fails depending on the order of the fields. Only a key that was written before the table can
     * contain it.
     */
    boolean hasCyclicKeys() {
        return keys != null && !keys.isEmpty() && CyclicKeys.anyIn(keys);
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
     * Returns the object that was being written at the failure.
     *
     * @param otherwise the result if no object was written yet
     */
    Object failedAt(Object otherwise) {
        return lastBeforeItFailed == null ? otherwise : lastBeforeItFailed;
    }

    Set<Class<?>> classes() {
        return classes;
    }

    /**
     * @throws ConcurrentModificationException if a collection changed meanwhile, so that the written value never
     *     existed
     */
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
