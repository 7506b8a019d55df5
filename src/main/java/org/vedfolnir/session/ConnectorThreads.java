package org.vedfolnir.session;

import java.util.Arrays;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.connector.Connector;

/** How many requests a Tomcat serves at once. */
final class ConnectorThreads {

    /** Tomcat's default for a connector without a limit, for example one with virtual threads. */
    private static final int DEFAULT = 200;

    private ConnectorThreads() {}

    static int of(Context context) {
        var host = context.getParent();
        if (host == null || !(host.getParent() instanceof Engine engine) || engine.getService() == null) {
            return DEFAULT;
        }
        return Math.max(
                1,
                Arrays.stream(engine.getService().findConnectors())
                        .mapToInt(ConnectorThreads::of)
                        .sum());
    }

    private static int of(Connector connector) {
        if (connector.getProtocolHandler().getExecutor() instanceof ThreadPoolExecutor pool) {
            return pool.getMaximumPoolSize();
        }
        return connector.getProperty("maxThreads") instanceof Number most && most.intValue() > 0
                ? most.intValue()
                : DEFAULT;
    }
}
