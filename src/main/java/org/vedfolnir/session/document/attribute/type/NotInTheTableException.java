package org.vedfolnir.session.document.attribute.type;

/** Something in a value would not come back as it was. Has no stack: that a value is serialized by Java instead is no fault. */
final class NotInTheTableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotInTheTableException() {
        super("A value is not in the table of types.", null, false, false);
    }
}
