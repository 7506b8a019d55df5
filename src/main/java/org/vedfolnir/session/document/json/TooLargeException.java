package org.vedfolnir.session.document.json;

/** A value is encoded in more bytes than may be kept. */
public final class TooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final long atLeast;

    public TooLargeException(long atLeast) {
        super("A value takes " + atLeast + " bytes or more.", null, false, false);
        this.atLeast = atLeast;
    }

    /** A lower bound of its size in bytes: encoding stops there. */
    public long atLeast() {
        return atLeast;
    }
}
