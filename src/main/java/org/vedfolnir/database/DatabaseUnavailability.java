package org.vedfolnir.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Distinguishes a database that cannot serve at the moment from one that rejects a statement. Stateless. */
public final class DatabaseUnavailability {

    /** The class of SQL states for connections, SQL:2016 part 2 §24.1. */
    private static final String CONNECTION = "08";
    /** PostgreSQL's class for an operator's intervention, for example a shutdown. */
    private static final String SHUTDOWN = "57P";
    /** PostgreSQL's class for insufficient resources: disk, memory, connections. */
    private static final String RESOURCES = "53";
    /**
     * Read-only transaction (a standby), idle in transaction for too long, object in use, lock not available, query
     * cancelled (timed out); HYT00 is H2's lock time-out.
     */
    private static final Set<String> BUSY = Set.of("25006", "25P03", "55006", "55P03", "57014", "HYT00");

    /** SQL:2016 part 2 §24.1: data exceptions, and violations of a constraint. */
    private static final String DATA = "22";

    private static final String CONSTRAINT = "23";

    private DatabaseUnavailability() {}

    /**
     * Whether the cause is that the database cannot serve at the moment: unreachable, or without a free connection,
     * lock or disk space.
     */
    public static boolean isCauseOf(Throwable thrown) {
        return isUnreachable(thrown)
                || any(
                        thrown,
                        cause -> cause instanceof PoolExhaustedException
                                || cause instanceof SQLException sql && isBusy(sql.getSQLState()));
    }

    /** Whether the cause is that the database is unreachable: the next request would wait in vain. */
    static boolean isUnreachable(Throwable thrown) {
        return any(
                thrown,
                cause -> cause instanceof DatabaseUnavailableException
                        || cause instanceof SQLTransientConnectionException
                                && !any(thrown, PoolExhaustedException.class::isInstance)
                        || cause instanceof SQLNonTransientConnectionException
                        || cause instanceof SQLException sql && isUnreachable(sql.getSQLState()));
    }

    /** Whether the database rejected the content of a statement: it will reject it each time. */
    static boolean isRefusalOfContent(Throwable thrown) {
        return !isCauseOf(thrown)
                && any(thrown, cause -> cause instanceof SQLException sql && isContent(sql.getSQLState()));
    }

    /**
     * Whether the database rejected a statement for another reason than its content, for example a missing right or
     * table.
     */
    public static boolean isOtherRefusal(Throwable thrown) {
        return any(thrown, SQLException.class::isInstance) && !isRefusalOfContent(thrown);
    }

    /**
     * Returns the message of the driver or the pool, in one line; those of outer exceptions have several lines and
     * contain the statement.
     */
    public static String reason(Throwable thrown) {
        var cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        var message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("[.;\\s]+$", "");
    }

    private static boolean any(Throwable thrown, Predicate<Throwable> holds) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (holds.test(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnreachable(@Nullable String state) {
        return state != null && (state.startsWith(CONNECTION) || state.startsWith(SHUTDOWN));
    }

    private static boolean isBusy(@Nullable String state) {
        return state != null && (state.startsWith(RESOURCES) || BUSY.contains(state));
    }

    private static boolean isContent(@Nullable String state) {
        return state != null && (state.startsWith(DATA) || state.startsWith(CONSTRAINT));
    }
}
