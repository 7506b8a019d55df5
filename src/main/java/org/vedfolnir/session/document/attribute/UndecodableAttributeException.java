package org.vedfolnir.session.document.attribute;

/** One attribute cannot be decoded; the rest of its session can. Contains the type and the failure, never the value. */
public final class UndecodableAttributeException extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    UndecodableAttributeException(String type, Throwable cause) {
        super(
                "Its type is '" + type + "', and decoding failed with "
                        + cause.getClass().getName()
                        + ". Is the class still in the application, and does the filter allow it?",
                cause);
        this.reason = cause.getClass().getName();
    }

    /** Returns the class name of the exception. */
    String reason() {
        return reason;
    }
}
