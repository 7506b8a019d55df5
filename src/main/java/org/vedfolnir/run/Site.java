package org.vedfolnir.run;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Redis, database and nodes that run together. Each step of the start pushes its own undo; closing runs them backwards. */
final class Site implements AutoCloseable {

    private final Deque<AutoCloseable> undo = new ArrayDeque<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Queue<SetupLink> told = new ConcurrentLinkedQueue<>();
    private @Nullable RedisProcess redis;
    private String redisUrl = "";
    private String databaseUrl = "";
    private String databaseUser = DatabaseServer.USER;
    private String databasePassword = "";

    private Site() {}

    /**
     * Starts everything and returns when every node serves.
     *
     * @param ports one for each node
     */
    static Site start(Options options, DataFolder data, List<Integer> ports) throws IOException, InterruptedException {
        return start(options, data, ports, Map.of());
    }

    /**
     * The same with settings of the nodes.
     *
     * @param settings environment variables
     */
    static Site start(Options options, DataFolder data, List<Integer> ports, Map<String, String> settings)
            throws IOException, InterruptedException {
        var site = new Site();
        var started = false;
        try {
            site.startRedis(options, data);
            site.startDatabase(options, data);
            site.startNodes(data, ports, settings);
            started = true;
            return site;
        } finally {
            if (!started) {
                site.close();
            }
        }
    }

    private void startRedis(Options options, DataFolder data) throws IOException, InterruptedException {
        if (options.redisUrl() == null) {
            var process = RedisProcess.start(data);
            undo.push(process);
            redis = process;
            redisUrl = process.url();
        } else {
            redisUrl = reachable(options.redisUrl());
        }
    }

    private static String reachable(String url) {
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
            throw new CannotRunException(
                    "REDIS_URL names " + parsed.getHost() + ":" + port
                            + ", and nothing answers there: start that Redis, correct REDIS_URL, or leave it out to get one started.");
        }
        return url;
    }

    private static CannotRunException noAddress() {
        return new CannotRunException(
                "REDIS_URL is no address: it must be redis://[user:password@]host:port/db, as in redis://localhost:6379/0.");
    }

    private void startDatabase(Options options, DataFolder data) throws IOException {
        if (options.databaseUrl() == null) {
            var server = DatabaseServer.start(data);
            undo.push(server);
            databaseUrl = server.url();
            databasePassword = server.password();
        } else {
            databaseUrl = options.databaseUrl();
            databaseUser = Objects.requireNonNullElse(System.getenv("DATABASE_USER"), databaseUser);
            databasePassword = Objects.requireNonNullElse(System.getenv("DATABASE_PASSWORD"), "");
        }
    }

    private void startNodes(DataFolder data, List<Integer> ports, Map<String, String> settings)
            throws IOException, InterruptedException {
        var environment = new HashMap<>(settings);
        environment.put("REDIS_URL", redisUrl);
        environment.put("DATABASE_URL", databaseUrl);
        environment.put("DATABASE_USER", databaseUser);
        environment.put("DATABASE_PASSWORD", databasePassword);
        if (System.getenv("SESSION_ENCRYPTION_KEYS") == null) {
            environment.put("SESSION_ENCRYPTION_KEYS_FILE", data.keys().toString());
        }
        for (var port : ports) {
            var name = "node-" + (char) ('a' + nodes.size());
            var node = NodeProcess.start(name, port, data, Map.copyOf(environment), told::add);
            undo.push(node);
            nodes.add(node);
        }
        for (var node : nodes) {
            node.awaitReady();
        }
    }

    /** Where the first account is made; empty when there is one. */
    Optional<SetupLink> setup() {
        return told.stream().max(Comparator.comparing(SetupLink::until));
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    /** The Redis of this run's own. */
    RedisProcess redis() {
        return Objects.requireNonNull(redis, "This run uses a Redis that is not its own.");
    }

    String redisUrl() {
        return redisUrl;
    }

    String databaseUrl() {
        return databaseUrl;
    }

    String databasePassword() {
        return databasePassword;
    }

    @Override
    public synchronized void close() {
        while (!undo.isEmpty()) {
            try {
                undo.pop().close();
            } catch (Exception e) { // what else was started must be ended all the same
                System.getLogger(Site.class.getName())
                        .log(System.Logger.Level.WARNING, "A part of the run did not end well.", e);
            }
        }
    }
}
