package org.vedfolnir.session.engine.cache;

import org.vedfolnir.session.document.attribute.EncodedAttribute;

/**
 * A decoded value of a session that no request uses, as the application last had it.
 *
 * @param text the stored form of the value
 */
public record DecodedValue(EncodedAttribute text, Object value) {

    /** The shortest text that is kept decoded, in characters: most requests read small values only, and must not pay for it. */
    static final int SHORTEST = 1024;

    /** An estimate of the object's heap size, besides its text, in bytes. */
    private static final long HEAP_OF_A_CHARACTER = 2;

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
