package org.vedfolnir.database;

/** The database was unreachable a moment ago, so it was not called. */
final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DatabaseUnavailableException() {
        super("The database was unreachable a moment ago; this node retries once a second.");
    }

    /** @param reason why it has not been opened since the application started */
    DatabaseUnavailableException(String reason) {
        super("The database is not open yet: it " + reason);
    }
}
