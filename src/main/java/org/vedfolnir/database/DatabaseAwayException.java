package org.vedfolnir.database;

/** The database was not reached a moment ago, and so was not asked. */
final class DatabaseAwayException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DatabaseAwayException() {
        super("The database was not reached a moment ago; it is tried again once a second.");
    }

    /** @param reason why it was not opened since the application started */
    DatabaseAwayException(String reason) {
        super("The database is not open yet: it " + reason);
    }
}
