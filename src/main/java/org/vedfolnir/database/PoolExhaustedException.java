package org.vedfolnir.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;

/** The database may be healthy, but all connections of this node are in use. */
final class PoolExhaustedException extends SQLTransientException {

    private static final long serialVersionUID = 1;

    PoolExhaustedException(int connections, long waitedMs, SQLException cause) {
        super(
                "All " + connections
                        + " connections of this node to the database are in use, and none was returned within "
                        + waitedMs + " ms. Check the database for locks and a slow disk.",
                cause);
    }
}
