package org.vedfolnir.session.document.attribute.serialization;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Set;

/**
 * Finds keys that contain a hash table of which they are a key, by writing each alone. Frameworks keep lists of keys
 * before the table (MyFaces: its views), and reading such a value back at each save took as long as the save.
 */
final class CyclicKeys {

    /** Of more keys, or of large ones, reading back the whole value costs less. */
    private static final int MOST_KEYS = 64;

    private static final int MOST_OBJECTS = 1000;

    private CyclicKeys() {}

    /**
     * Whether any of these keys contains a table with one of them, as far as this is found out; true if not.
     *
     * @param keys by identity
     */
    static boolean anyIn(Set<Object> keys) {
        if (keys.size() > MOST_KEYS) {
            return true;
        }
        try (var out = new Search(keys)) {
            for (var key : keys) {
                out.writeObject(key);
                out.reset();
            }
            return false;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return true;
        }
    }

    /** Ends with an exception as soon as it finds one. */
    private static final class Search extends ObjectOutputStream {

        private final Set<Object> keys;
        private int remaining = MOST_OBJECTS;

        Search(Set<Object> keys) throws IOException {
            super(OutputStream.nullOutputStream());
            this.keys = keys;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object written) throws IOException {
            if (--remaining < 0) {
                throw new IOException("The keys are too large to search.");
            }
            for (var each : HashTables.keysOf(written)) {
                if (each != null && keys.contains(each)) {
                    throw new IOException("A key contains its table.");
                }
            }
            return written;
        }
    }
}
