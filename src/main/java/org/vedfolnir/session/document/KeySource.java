package org.vedfolnir.session.document;

/** Says which keys are in use; another ring may take the place of one while documents are written and read. Thread-safe. */
public interface KeySource {

    /** The ring in use. Once it seals, every later one does. */
    KeyRing current();

    /** The ring in use, after a look for a newer one: a document names a key that the current one does not have. */
    KeyRing renewed();

    /** A ring that stays. */
    static KeySource of(KeyRing ring) {
        return new KeySource() {

            @Override
            public KeyRing current() {
                return ring;
            }

            @Override
            public KeyRing renewed() {
                return ring;
            }
        };
    }
}
