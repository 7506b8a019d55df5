package org.vedfolnir.session.document.json;

/** The encoded value exceeds the permitted number of bytes. */
public final class TooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final long atLeast;

    public TooLargeException(long atLeast) {
        super("A value takes " + atLeast + " bytes or more.", null, false, false);
        this.atLeast = atLeast;
    }

    /** Returns a lower bound of the value's size in bytes, at which encoding stopped. */
    public long atLeast() {
        return atLeast;
    }
}
