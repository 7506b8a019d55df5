package org.vedfolnir.session.document.seal;

/** The keys in use. Another ring may replace the current one while documents are written and read. Thread-safe. */
public interface KeySource {

    /** Returns the ring in use. Once it seals, every later one does. */
    KeyRing current();

    /** Reloads the ring and returns it, for a document that names a key which the current ring does not have. */
    KeyRing reload();

    /**
     * Whether data keys seal, wrapped by the ring's key. Otherwise the ring's key itself seals, as in versions before
     * data keys. Documents of both kinds open either way.
     */
    default boolean wrapping() {
        return true;
    }

    /**
     * Called for a document, part or text that names a key of the ring and does not open with it.
     *
     * @param kid the name of that key
     */
    default void onDecryptionFailure(String kid) {
        // a fixed ring has nothing to reload
    }

    /** Returns a source of a fixed ring. */
    static KeySource of(KeyRing ring) {
        return new KeySource() {

            @Override
            public KeyRing current() {
                return ring;
            }

            @Override
            public KeyRing reload() {
                return ring;
            }
        };
    }
}
