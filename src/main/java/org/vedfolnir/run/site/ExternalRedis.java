package org.vedfolnir.run.site;

import java.net.URI;
import org.vedfolnir.run.system.Ports;
import org.vedfolnir.run.system.StartupException;

/** A Redis named by {@code REDIS_URL}, which this run does not start. */
final class ExternalRedis {

    private ExternalRedis() {}

    /** @throws StartupException with the remedy, if it is not an address, or if nothing answers there */
    static String requireReachable(String url) {
        URI parsed;
        try {
            parsed = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw noAddress();
        }
        if (parsed.getHost() == null) {
            throw noAddress();
        }
        var port = parsed.getPort() < 0 ? 6379 : parsed.getPort();
        if (!Ports.answers(parsed.getHost(), port)) {
            throw new StartupException("REDIS_URL names " + parsed.getHost() + ":" + port
                    + ", and nothing answers there: start that Redis, correct REDIS_URL, or remove it so that"
                    + " this program starts a Redis.");
        }
        return url;
    }

    private static StartupException noAddress() {
        return new StartupException(
                "REDIS_URL is not an address: it must be redis://[user:password@]host:port/db, as in"
                        + " redis://localhost:6379/0.");
    }
}
