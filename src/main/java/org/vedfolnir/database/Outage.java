package org.vedfolnir.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells a database that cannot be reached from one that refuses. */
public final class Outage {

    /** The class of SQL states for connections, SQL:2016 part 2 §24.1. */
    private static final String CONNECTION = "08";
    /** PostgreSQL's class for an operator's intervention, as a shutdown is. */
    private static final String SHUTDOWN = "57P";

    private Outage() {}

    /** Whether that was thrown because the database cannot be reached. */
    public static boolean isReasonOf(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseAwayException
                    || cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLException sql && unreachable(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean unreachable(@Nullable String state) {
        return state != null && (state.startsWith(CONNECTION) || state.startsWith(SHUTDOWN));
    }
}
