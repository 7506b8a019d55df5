package org.vedfolnir.session.former.encoding;

/** One value of a session cannot be read. Contains the reason, never the value. */
public final class UnreadableValueException extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableValueException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
