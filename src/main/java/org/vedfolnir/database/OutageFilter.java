package org.vedfolnir.database;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;

/**
 * Answers 503 when a page needs the database and it cannot be reached. Pages that need only their session go on, and what happens in them
 * waits in the store for the audit trail.
 */
public final class OutageFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final System.Logger LOG = System.getLogger(OutageFilter.class.getName());
    private static final String RETRY_AFTER_SECONDS = "5";
    /** The class of SQL states for connections, SQL:2016 part 2 §24.1. */
    private static final String CONNECTION = "08";
    /** PostgreSQL's class for an operator's intervention, as a shutdown is. */
    private static final String SHUTDOWN = "57P";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            if (!outage(e) || response.isCommitted()) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "The database is not reached: {0}", e.getMessage());
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private static boolean outage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLException sql && unreachable(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean unreachable(@org.jspecify.annotations.Nullable String state) {
        return state != null && (state.startsWith(CONNECTION) || state.startsWith(SHUTDOWN));
    }
}
