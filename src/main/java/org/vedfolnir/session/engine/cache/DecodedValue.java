package org.vedfolnir.session.engine.cache;

import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * A value of a session that no request is in, as the application had it last.
 *
 * @param text what it is in the store
 */
public record DecodedValue(EncodedAttribute text, Object value) {

    /** Characters of a text that is worth keeping decoded: most requests read small values only, and are not to pay for it. */
    static final int SHORTEST = 1024;

    /** An estimate of what an object takes, beside its text. */
    private static final long HEAP_OF_A_CHARACTER = 2;

    /** Whether it is worth keeping. */
    public static boolean isWorth(EncodedAttribute text) {
        return text.json().length() >= SHORTEST;
    }

    boolean isOf(EncodedAttribute other) {
        return text == other || text.equals(other);
    }

    long bytes() {
        return HEAP_OF_A_CHARACTER * text.json().length();
    }
}
