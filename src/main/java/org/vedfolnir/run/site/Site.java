package org.vedfolnir.run.site;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.run.node.NodeCommand;
import org.vedfolnir.run.node.NodeEnvironment;
import org.vedfolnir.run.node.NodeProcess;
import org.vedfolnir.run.node.SetupLink;
import org.vedfolnir.run.node.StoredId;
import org.vedfolnir.run.server.DatabaseServer;
import org.vedfolnir.run.server.ManagedRedis;
import org.vedfolnir.run.server.ManagedRedisCluster;
import org.vedfolnir.run.server.ManagedRedisServers;
import org.vedfolnir.run.server.RedisBinary;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.StartupException;

/**
 * Redis, database and nodes that run together. Each step of the start pushes its own undo; closing runs them backwards.
 */
public final class Site implements AutoCloseable {

    private final Deque<AutoCloseable> undo = new ArrayDeque<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final SetupLinks setupLinks = new SetupLinks();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final DataFolder data;
    private final NodeCommand command;
    private final NodeEnvironment environment;
    private final Consumer<String> messages;
    private @Nullable ManagedRedisServers servers;
    private String redisUrl = "";
    private String databaseUrl = "";
    private String databaseUser = DatabaseServer.USER;
    private String databasePassword = "";
    private StoredId storedIds = StoredId.with("");
    private volatile boolean closing;

    private Site(NodeCommand command, DataFolder data, Map<String, String> settings, Consumer<String> messages) {
        this.command = command;
        this.data = data;
        this.environment = new NodeEnvironment(System.getenv(), settings);
        this.messages = messages;
    }

    /**
     * Starts everything and waits until every node serves.
     *
     * @param ports one for each node
     * @param settings environment variables of the nodes, which override those of this process
     * @param messages accepts sentences for the user
     */
    public static Site start(
            Options options,
            DataFolder data,
            List<Integer> ports,
            Map<String, String> settings,
            Consumer<String> messages)
            throws IOException, InterruptedException {
        return start(NodeCommand::embedded, options, data, ports, settings, messages);
    }

    /** @param command of each node */
    public static Site start(
            NodeCommand command,
            Options options,
            DataFolder data,
            List<Integer> ports,
            Map<String, String> settings,
            Consumer<String> messages)
            throws IOException, InterruptedException {
        var site = new Site(command, data, settings, messages);
        // from the beginning: Ctrl-C may come before all parts exist
        Runtime.getRuntime().addShutdownHook(new Thread(site::close, "stop"));
        var started = false;
        try {
            site.startRedis(options);
            site.startDatabase(options);
            site.startNodes(ports);
            started = true;
            return site;
        } finally {
            if (!started) {
                site.close();
            }
        }
    }

    private void startRedis(Options options) throws IOException, InterruptedException {
        if (options.redisUrl() == null) {
            var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
            var own = options.cluster()
                    ? ManagedRedisCluster.start(path, data, messages)
                    : ManagedRedis.start(path, data, messages);
            push(own);
            own.lost().thenAccept(end::complete);
            servers = own;
            own.configure(environment);
        } else {
            redisUrl = ExternalRedis.requireReachable(options.redisUrl());
            environment.set("REDIS_URL", redisUrl);
        }
    }

    private void startDatabase(Options options) throws IOException {
        if (options.databaseUrl() == null) {
            var server = DatabaseServer.start(data);
            push(server);
            databaseUrl = server.url();
            databasePassword = server.password();
            environment.setFile("DATABASE_URL", data.secretFile("database-url", databaseUrl));
            environment.set("DATABASE_USER", databaseUser);
            environment.setFile("DATABASE_PASSWORD", data.secretFile("database-password"));
        } else {
            databaseUrl = options.databaseUrl();
            databaseUser = Objects.requireNonNullElse(System.getenv("DATABASE_USER"), databaseUser);
            databasePassword = Objects.requireNonNullElse(System.getenv("DATABASE_PASSWORD"), "");
            environment.set("DATABASE_URL", databaseUrl);
        }
    }

    private void startNodes(List<Integer> ports) throws IOException, InterruptedException {
        environment.protect(data);
        environment.setUnlessSet("DEMO_CONNECTIONS", "true");
        storedIds = environment.storedIds();
        for (var port : ports) {
            var name = "node-" + (char) ('a' + nodes.size());
            var node = NodeProcess.start(command, name, port, data, environment.variables(), setupLinks::add);
            push(node);
            nodes.add(node);
        }
        for (var node : nodes) {
            node.awaitReady();
        }
        nodes.forEach(node -> node.onExit().thenAccept(process -> ended(node, process.exitValue())));
    }

    private void ended(NodeProcess node, int code) {
        if (!closing) {
            end.complete(
                    node.name() + " ended unexpectedly (exit code " + code + "); see " + data.log(node.name()) + ".");
        }
    }

    /**
     * Waits until a part has ended that is not restarted.
     *
     * @return a sentence that names it
     */
    public String awaitEnd() {
        return end.join();
    }

    /** Returns the links for creating the first account, as the nodes report them. */
    public SetupLinks setupLinks() {
        return setupLinks;
    }

    /** Returns the link for creating the first account; empty if there is an account. */
    public Optional<SetupLink> setup() {
        return setupLinks.latest();
    }

    public List<NodeProcess> nodes() {
        return nodes;
    }

    /** Returns the Redis or Redis Cluster that this run started. */
    public ManagedRedisServers servers() {
        return Objects.requireNonNull(servers, "This run uses an existing Redis.");
    }

    /** Returns the Redis that this run started. */
    public ManagedRedis redis() {
        return (ManagedRedis) servers();
    }

    /** Describes it for the user. */
    public String describeRedis() {
        return servers == null
                ? "the one that REDIS_URL names"
                : servers.describe() + ", for this machine only"
                        + (servers.isInstalled()
                                ? ""
                                : "; if redis-server " + RedisBinary.LEAST_MAJOR
                                        + " or newer is installed, it is used instead");
    }

    public String redisUrl() {
        return servers == null ? redisUrl : redis().url();
    }

    /** Maps the session id of a cookie to the one in Redis. */
    public String storedId(String id) {
        return storedIds.apply(id);
    }

    public String databaseUrl() {
        return databaseUrl;
    }

    public String databasePassword() {
        return databasePassword;
    }

    /** Also ends a part that was still starting when the run was ended. */
    private synchronized void push(AutoCloseable part) {
        undo.push(part);
        if (closing) {
            close();
            throw new StartupException("The run was ended while it started.");
        }
    }

    @Override
    public synchronized void close() {
        closing = true;
        if (servers != null) {
            servers.expectEnd();
        }
        while (!undo.isEmpty()) {
            try {
                undo.pop().close();
            } catch (Exception e) { // the other parts must be ended too
                System.getLogger(Site.class.getName())
                        .log(System.Logger.Level.WARNING, "A part of the run did not end cleanly.", e);
            }
        }
    }
}
