package org.vedfolnir.session.cli.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vedfolnir.session.cli.options.Route;
import org.vedfolnir.session.cli.options.Target;
import org.vedfolnir.session.cli.wire.ConnectionFailedException;
import org.vedfolnir.session.cli.wire.RedisConnection;
import org.vedfolnir.session.store.Store;

/**
 * The figures of a moment. Immutable.
 *
 * @param sessions in the index
 * @param scripts that Redis ran since it started: opens, saves and all other operations of managers
 * @param memory used, in bytes
 * @param eventBytes of the events that wait
 * @param clients connected
 * @param latencyNanos of one round trip to the slowest server
 */
record Figures(long sessions, long scripts, long memory, long eventBytes, long clients, long latencyNanos) {

    /** The servers and the store that they come from. */
    static final class Source implements AutoCloseable {

        private final Store store;
        private final List<RedisConnection> servers = new ArrayList<>();

        /**
         * @throws ConnectionFailedException if a server does not answer
         */
        Source(Target target) throws ConnectionFailedException, IOException {
            var connector = target.connector();
            var route = Route.to(target, connector);
            servers.add(route.connection());
            for (var address : route.masters(target.servers().kind())) {
                if (!address.equals(route.address())) {
                    servers.add(Route.to(address, target, connector).connection());
                }
            }
            store = target.open();
        }

        Figures now() throws IOException {
            var scripts = 0L;
            var memory = 0L;
            var clients = 0L;
            var slowest = 0L;
            for (var server : servers) {
                var begun = System.nanoTime();
                server.command("PING");
                slowest = Math.max(slowest, System.nanoTime() - begun);
                var info = server.info("commandstats", "memory", "clients");
                scripts += calls(info.getOrDefault("cmdstat_evalsha", ""));
                memory += Long.parseLong(info.getOrDefault("used_memory", "0"));
                clients += Long.parseLong(info.getOrDefault("connected_clients", "0"));
            }
            return new Figures(
                    store.index().count().sessions(),
                    scripts,
                    memory,
                    store.diagnostics().diagnose().events().bytes(),
                    clients,
                    slowest);
        }

        private static long calls(String statistics) {
            var digits = statistics.replaceFirst("^calls=(\\d{1,18}).*", "$1");
            return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
        }

        @Override
        public void close() {
            servers.forEach(RedisConnection::close);
            store.close();
        }
    }
}
