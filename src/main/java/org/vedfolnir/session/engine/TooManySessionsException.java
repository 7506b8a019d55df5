package org.vedfolnir.session.engine;

/**
 * A user has as many sessions as the setting {@code maxSessionsPerUser} allows, and {@code sessionsPerUserPolicy} is
 * {@code REJECT}. None of the request's changes is saved: a new session is not created, and an old one stays as it was.
 */
public final class TooManySessionsException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    TooManySessionsException(int most) {
        super("The user has " + most + " sessions, as many as maxSessionsPerUser allows. End one of them first, or set"
                + " sessionsPerUserPolicy to END_OLDEST. Nothing of this request is saved.");
    }
}
