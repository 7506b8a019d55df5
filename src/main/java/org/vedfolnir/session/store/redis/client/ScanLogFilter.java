package org.vedfolnir.session.store.redis.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.redisson.client.RedisException;
import org.redisson.connection.ClusterConnectionManager;
import org.redisson.connection.SentinelConnectionManager;
import org.vedfolnir.session.store.redis.error.OutageReason;

/**
 * Filters Redisson's log: a failed scan of its servers would be logged each second with a stack trace. The store itself
 * logs once which server is away.
 */
public final class ScanLogFilter {

    private static final System.Logger LOG = System.getLogger(ScanLogFilter.class.getName());

    /**
     * Named by class, since the packaging of the jar renames them. Held here, since an unreferenced logger is
     * collected.
     */
    private static final List<Logger> SCANS = Stream.of(SentinelConnectionManager.class, ClusterConnectionManager.class)
            .map(each -> Logger.getLogger(each.getName()))
            .toList();

    private ScanLogFilter() {}

    /** Call it with the context class loader with which Redisson starts: Tomcat keeps loggers by class loader. */
    public static void install() {
        SCANS.forEach(each -> each.setFilter(ScanLogFilter::passes));
    }

    private static boolean passes(LogRecord record) {
        var thrown = record.getThrown();
        if (thrown == null || !isOfAnOutage(thrown)) {
            return true;
        }
        LOG.log(System.Logger.Level.DEBUG, "A scan of Redisson failed: {0}", OutageReason.of(thrown));
        return false;
    }

    private static boolean isOfAnOutage(Throwable thrown) {
        return thrown instanceof RedisException
                || thrown instanceof IOException
                || thrown instanceof CompletionException
                        && thrown.getCause() != null
                        && isOfAnOutage(thrown.getCause());
    }
}
