package org.vedfolnir.run.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vedfolnir.run.node.NodeEnvironment;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.Ports;
import org.vedfolnir.run.system.StartupException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The Redis Cluster that this run starts, of three masters and three replicas. A server that dies is restarted; a
 * master with a replica only after the replica was promoted. Thread-safe.
 */
public final class ManagedRedisCluster implements ManagedRedisServers {

    /** Free ports may be taken before Redis binds them. */
    private static final int TRIES = 5;

    /** After so many milliseconds of silence a master is considered dead. */
    private static final int NODE_TIMEOUT = 2000;

    private final RedisBinary binary;
    private final DataFolder data;
    private final ClusterCertificate certificate;
    private final String password = DataFolder.random();
    private final List<SupervisedRedis> servers = new ArrayList<>();
    private final CompletableFuture<String> lost = new CompletableFuture<>();

    private ManagedRedisCluster(RedisBinary binary, DataFolder data, ClusterCertificate certificate) {
        this.binary = binary;
        this.data = data;
        this.certificate = certificate;
    }

    /**
     * Ends the processes that a killed run left, starts the newest available Redis, and waits until all slots are
     * served.
     *
     * @param path the folders to search for an installed one, as in the environment variable
     * @param messages accepts a sentence each time that a server died and was restarted
     */
    public static ManagedRedisCluster start(String path, DataFolder data, Consumer<String> messages)
            throws IOException, InterruptedException {
        OrphanedRedis.endAll(data);
        var folder = ClusterFolder.open(data);
        var binary = RedisBinary.choose(
                path,
                data,
                ClusterFolder.places(data).stream().map(RedisFiles::folder).toList());
        var cluster = new ManagedRedisCluster(binary, data, ClusterCertificate.create(data));
        var serves = false;
        try {
            cluster.launch(folder, messages);
            cluster.serve(folder);
            serves = true;
            return cluster;
        } finally {
            if (!serves) {
                cluster.close();
            }
        }
    }

    private void launch(ClusterFolder folder, Consumer<String> messages) throws IOException, InterruptedException {
        for (var tries = 1; ; tries++) {
            try {
                launch(folder, Ports.freeForCluster(ClusterFolder.SERVERS), messages);
                return;
            } catch (StartupException e) {
                close();
                servers.clear();
                if (tries == TRIES) {
                    throw new StartupException(e.getMessage() + " A Cluster needs a Redis that was built with TLS.");
                }
            }
        }
    }

    private void launch(ClusterFolder folder, List<Integer> ports, Consumer<String> messages)
            throws IOException, InterruptedException {
        if (folder.isCreated()) {
            folder.move(ports);
        }
        for (var place : ClusterFolder.places(data)) {
            var port = ports.get(servers.size());
            servers.add(new SupervisedRedis(place, port, at -> launch(place, at), messages));
        }
    }

    private RedisProcess launch(RedisFiles place, int port) throws IOException, InterruptedException {
        return RedisProcess.launch(
                binary,
                place,
                new RedisAddress(port, password, certificate),
                List.of(
                        "masterauth " + password,
                        "cluster-enabled yes",
                        "cluster-config-file " + ClusterFolder.NODES,
                        "cluster-node-timeout " + NODE_TIMEOUT));
    }

    private void serve(ClusterFolder folder) throws IOException {
        var start = new ClusterBootstrap(servers);
        if (!folder.isCreated()) {
            start.create();
        }
        start.awaitServing();
        folder.setCreated();
        for (var server : servers) {
            server.supervise(() -> !hasSuccessor(server));
            server.lost().thenAccept(lost::complete);
        }
    }

    /** Whether a replica exists that will replace it and has not done so yet, or may exist: a busy server is late to answer. */
    private boolean hasSuccessor(SupervisedRedis dead) {
        var view = view();
        if (view.isEmpty()) {
            return servers.stream().anyMatch(server -> !server.isSilent());
        }
        return view.stream()
                .filter(node -> node.port() == dead.port() && !node.slots().isEmpty())
                .anyMatch(master ->
                        view.stream().anyMatch(node -> node.master().equals(master.id()) && !node.isFailing()));
    }

    /** Returns the servers as one of them sees them; empty if none answers. */
    List<ClusterNode> view() {
        for (var server : servers) {
            if (!server.isSilent()) {
                try {
                    return ClusterNode.parse(server.query(Jedis::clusterNodes));
                } catch (JedisException e) {
                    // the next one may know
                }
            }
        }
        return List.of();
    }

    @Override
    public void configure(NodeEnvironment environment) throws IOException {
        var addresses = servers.stream()
                .map(server -> "\"rediss://127.0.0.1:" + server.port() + "\"")
                .collect(Collectors.joining(", "));
        environment.set(
                "SESSION_REDISSON_CONFIG",
                data.secretFile("redisson.yaml", "clusterServersConfig:\n  nodeAddresses: [ " + addresses + " ]")
                        .toString());
        environment.setFile("REDIS_PASSWORD", data.secretFile("cluster-password", password));
        environment.set("REDIS_TRUST_STORE", certificate.file().toString());
        environment.remove("REDIS_URL");
        environment.remove("REDIS_USERNAME");
    }

    @Override
    public CompletableFuture<String> lost() {
        return lost;
    }

    @Override
    public String describe() {
        return "a Redis Cluster of three masters and three replicas, each " + binary.describe();
    }

    @Override
    public boolean isInstalled() {
        return binary.installed();
    }

    List<SupervisedRedis> servers() {
        return List.copyOf(servers);
    }

    public String password() {
        return password;
    }

    public int slot(String key) {
        return Math.toIntExact(masters().get(0).query(redis -> redis.clusterKeySlot(key)));
    }

    /** Returns the server that serves a slot now. */
    public SupervisedRedis masterOf(int slot) {
        return view().stream()
                .filter(node -> node.serves() && node.has(slot))
                .flatMap(node -> at(node.port()).stream())
                .findFirst()
                .orElseThrow(() -> new JedisException("No server has slot " + slot + "."));
    }

    /** Whether it is a replica in its own view and that of the others, and synchronized with its master. */
    public boolean isReplica(SupervisedRedis server) {
        return ClusterBootstrap.isHealthy(server)
                && view().stream()
                        .anyMatch(node -> node.port() == server.port()
                                && !node.isFailing()
                                && node.flags().contains("slave"))
                && server.query(redis -> redis.info("replication")).contains("master_link_status:up");
    }

    private Optional<SupervisedRedis> at(int port) {
        return servers.stream().filter(server -> server.port() == port).findFirst();
    }

    /** Returns the servers that serve slots. */
    public List<SupervisedRedis> masters() {
        return view().stream()
                .filter(ClusterNode::serves)
                .flatMap(node -> at(node.port()).stream())
                .filter(server -> !server.isSilent())
                .toList();
    }

    @Override
    public <T> List<T> queryMasters(Function<Jedis, T> question) {
        return masters().stream().map(server -> server.query(question)).toList();
    }

    @Override
    public void expectEnd() {
        servers.forEach(SupervisedRedis::expectEnd);
    }

    @Override
    public void close() {
        expectEnd();
        servers.forEach(SupervisedRedis::close);
    }
}
