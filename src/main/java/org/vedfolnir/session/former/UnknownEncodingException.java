package org.vedfolnir.session.former;

/** The values of a session have an encoding that cannot be read here. Its message says what to change at the former manager. */
public final class UnknownEncodingException extends Exception {

    private static final long serialVersionUID = 1;

    UnknownEncodingException(String message) {
        super(message);
    }
}
