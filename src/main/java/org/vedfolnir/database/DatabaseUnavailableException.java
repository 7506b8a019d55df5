package org.vedfolnir.database;

/** The database could not be reached a moment ago, so it was not asked. */
final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DatabaseUnavailableException() {
        super("The database was not reached a moment ago; it is tried again once a second.");
    }

    /** @param reason why it was not opened since the application started */
    DatabaseUnavailableException(String reason) {
        super("The database is not open yet: it " + reason);
    }
}
