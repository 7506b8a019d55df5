package org.vedfolnir.database;

import java.sql.SQLException;
import java.util.Objects;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Why the database could not be opened.
 *
 * @param reason continues "the database …", with the remedy
 * @param waits whether it may resolve itself, for example while a database starts; otherwise an operator has to change
 *     something
 */
record OpenFailure(String reason, boolean waits) {

    private static final int LOCKED_IN_H2 = 90020;

    static OpenFailure of(Throwable thrown) {
        var sql = sql(thrown);
        var reason = " (" + DatabaseUnavailability.reason(thrown) + ")";
        if (sql == null) {
            return isFlyway(thrown) ? migrations(reason) : new OpenFailure("cannot be opened" + reason, false);
        }
        var known = of(sql, reason);
        if (known != null) {
            return known;
        } else if (DatabaseUnavailability.isCauseOf(thrown)) {
            return new OpenFailure(
                    "does not answer" + reason
                            + ": start it, or check host and port in DATABASE_URL and the network in between",
                    true);
        }
        return isFlyway(thrown) ? migrations(reason) : new OpenFailure("cannot be opened" + reason, false);
    }

    /** Returns the failure that the state names, or null if it names none of these. */
    private static @Nullable OpenFailure of(SQLException sql, String reason) {
        var state = Objects.requireNonNullElse(sql.getSQLState(), "");
        if (state.equals("28000") && reason.contains("pg_hba.conf")) {
            return new OpenFailure(
                    "does not admit this node" + reason
                            + ": add its address, user and database to pg_hba.conf, or sslmode=verify-full to"
                            + " DATABASE_URL if it demands TLS",
                    false);
        } else if (state.startsWith("28")) {
            return new OpenFailure(
                    "rejects the user or the password" + reason
                            + ": check DATABASE_USER and DATABASE_PASSWORD, or the file that DATABASE_PASSWORD_FILE"
                            + " names",
                    false);
        } else if (state.equals("53300")) {
            return new OpenFailure(
                    "has no connection left for this node" + reason
                            + ": raise the connection limit of DATABASE_USER, or max_connections; each node needs 9",
                    true);
        } else if (sql.getErrorCode() == LOCKED_IN_H2) {
            return new OpenFailure(
                    "is open in another process, and an H2 file serves one node" + reason
                            + ": stop the other one, or set DATABASE_URL to a PostgreSQL",
                    true);
        } else if (state.equals("3D000") || isMissingInH2(sql)) {
            return new OpenFailure(
                    "does not exist" + reason + ": create it, or correct the name at the end of DATABASE_URL", false);
        } else if (state.equals("42501") || state.equals("90096")) {
            return new OpenFailure(
                    "does not permit the user to create tables" + reason
                            + ": grant CREATE on the schema to DATABASE_USER",
                    false);
        }
        return null;
    }

    private static OpenFailure migrations(String reason) {
        return new OpenFailure(
                "was not migrated" + reason
                        + ": the failed step was rolled back if the database can do that. Correct the reported error,"
                        + " or restore a backup;"
                        + " see docs/install.md",
                false);
    }

    /** H2's error codes for a database that does not exist, and may not be created remotely. */
    private static boolean isMissingInH2(SQLException thrown) {
        return thrown.getErrorCode() == 90146 || thrown.getErrorCode() == 90149;
    }

    private static boolean isFlyway(Throwable thrown) {
        return thrown instanceof FlywayException;
    }

    private static @Nullable SQLException sql(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}
