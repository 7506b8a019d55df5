package org.vedfolnir.session.document.attribute.type;

/**
 * Something in a value would not be restored as it was. Has no stack trace: that a value is serialized by Java instead
 * is not a fault.
 */
final class NotInTheTableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotInTheTableException() {
        super("A value is not in the table of types.", null, false, false);
    }
}
