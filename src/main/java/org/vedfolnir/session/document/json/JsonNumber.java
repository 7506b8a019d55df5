package org.vedfolnir.session.document.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Converts numbers of JSON (RFC 8259 §6) to Java's. Stateless. */
final class JsonNumber {

    private JsonNumber() {}

    /**
     * @param digits a valid number
     * @param exact whether no digit may be lost: BigDecimal instead of Double, and BigInteger for what exceeds Long
     */
    static Number of(String digits, boolean exact) {
        if (digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0) {
            return exact ? exact(digits) : (Number) Double.valueOf(digits);
        } else if (exact && digits.length() > 18) {
            var large = new BigInteger(digits);
            return large.bitLength() < Long.SIZE ? large.longValue() : (Number) large;
        }
        var number = Long.parseLong(digits);
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    /** Only a Double can be a negative zero. */
    private static Number exact(String digits) {
        var number = new BigDecimal(digits);
        return number.signum() == 0 && digits.startsWith("-") ? (Number) Double.valueOf(digits) : number;
    }
}
