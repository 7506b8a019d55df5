package org.vedfolnir.session;

import org.vedfolnir.session.document.EncodedAttribute;

/**
 * A value of a session that no request is in, as the application had it last.
 *
 * @param text what it is in the store
 */
record DecodedValue(EncodedAttribute text, Object value) {

    /** Shorter texts are decoded sooner than they are found, as characters. */
    static final int SHORTEST = 1024;

    /** An object takes about twice the heap of its text, beside the text itself. */
    private static final long HEAP_OF_A_CHARACTER = 2;

    /** Whether it is worth keeping. */
    static boolean isWorth(EncodedAttribute text) {
        return text.json().length() >= SHORTEST;
    }

    boolean isOf(EncodedAttribute other) {
        return text == other || text.equals(other);
    }

    long bytes() {
        return HEAP_OF_A_CHARACTER * text.json().length();
    }
}
