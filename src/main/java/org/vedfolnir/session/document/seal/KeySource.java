package org.vedfolnir.session.document.seal;

/** The keys in use. Another ring may replace the current one while documents are written and read. Thread-safe. */
public interface KeySource {

    /** The ring in use. Once it seals, every later one does. */
    KeyRing current();

    /** The ring in use, after reloading it: a document names a key that the current one does not have. */
    KeyRing reload();

    /**
     * Whether data keys seal, which the ring's key wraps. If not, the ring's key itself seals, as in versions before data keys. Documents of
     * both kinds open either way.
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
        // a ring that stays reports to nothing
    }

    /** A ring that stays. */
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
