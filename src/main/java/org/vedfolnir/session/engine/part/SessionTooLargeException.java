package org.vedfolnir.session.engine.part;

/**
 * An attribute, or a session as a whole, exceeds the setting {@code largestAttribute} or {@code largestSession}. None
 * of the request's changes is saved; the session stays as it was.
 */
public final class SessionTooLargeException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private SessionTooLargeException(String message) {
        super(message);
    }

    public static SessionTooLargeException attribute(String name, long atLeast, long largest) {
        return new SessionTooLargeException("The session attribute '" + name + "' takes " + atLeast
                + " bytes or more; at most " + largest
                + " are allowed. Keep it elsewhere, or raise largestAttribute. Nothing of this request is saved.");
    }

    static SessionTooLargeException session(String attribute, long itsSize, long size, long largest) {
        return new SessionTooLargeException("The session would take " + size + " bytes with its attribute '" + attribute
                + "' of " + itsSize + "; at most " + largest
                + " are allowed. Keep less in it, or raise largestSession. Nothing of this request is saved.");
    }
}
