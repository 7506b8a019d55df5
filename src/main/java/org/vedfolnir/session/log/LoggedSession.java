package org.vedfolnir.session.log;

/**
 * A session as a parameter of a log message: its reference becomes a field of the line. Its {@code toString} is part of
 * the message, and no credential either.
 */
@FunctionalInterface
public interface LoggedSession {

    /** Returns the short digest that identifies it in logs and lists. */
    String reference();
}
