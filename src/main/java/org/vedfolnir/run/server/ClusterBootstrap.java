package org.vedfolnir.run.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.vedfolnir.run.system.StartupException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** Creates a Redis Cluster of empty servers and waits until it serves, like {@code redis-cli --cluster create}. */
public final class ClusterBootstrap {

    static final int MASTERS = 3;
    static final int SLOTS = 16_384;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<SupervisedRedis> servers;

    ClusterBootstrap(List<SupervisedRedis> servers) {
        this.servers = servers;
    }

    /** The first ones become masters with an equal share of the slots, each of the others a replica of one. */
    void create() {
        for (var number = 0; number < servers.size(); number++) {
            var next = number;
            servers.get(number).query(server -> introduce(next, server));
        }
        await("do not find each other", () -> servers.stream().allMatch(ClusterBootstrap::knowsAll));
        for (var number = MASTERS; number < servers.size(); number++) {
            var master = idOf(servers.get(number % MASTERS));
            servers.get(number).query(redis -> redis.clusterReplicate(master));
        }
    }

    private String introduce(int number, Jedis server) {
        // before they meet: two of the same epoch would have to agree first
        server.sendCommand(Protocol.Command.CLUSTER, "SET-CONFIG-EPOCH", Integer.toString(number + 1));
        if (number < MASTERS) {
            server.clusterAddSlots(
                    IntStream.range(firstSlot(number), firstSlot(number + 1)).toArray());
        }
        return server.clusterMeet("127.0.0.1", servers.get(0).port());
    }

    public static String idOf(SupervisedRedis server) {
        return ClusterNode.parse(server.query(Jedis::clusterNodes)).stream()
                .filter(ClusterNode::isMyself)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static int firstSlot(int master) {
        return SLOTS * master / MASTERS;
    }

    private static boolean knowsAll(SupervisedRedis server) {
        return holds(server, redis -> {
            var nodes = ClusterNode.parse(redis.clusterNodes());
            return nodes.size() == ClusterFolder.SERVERS
                    && nodes.stream().noneMatch(node -> node.flags().contains("handshake"));
        });
    }

    /** Waits until each server sees all slots served, and each replica is synchronized with its master. */
    void awaitServing() {
        await("do not serve", () -> servers.stream().allMatch(ClusterBootstrap::isHealthy));
    }

    static boolean isHealthy(SupervisedRedis server) {
        return holds(
                server,
                redis -> redis.clusterInfo().contains("cluster_state:ok")
                        && !redis.info("replication").contains("master_link_status:down"));
    }

    /** Returns false for a server that is stopped or still starting. */
    private static boolean holds(SupervisedRedis server, Predicate<Jedis> question) {
        if (server.isSilent()) {
            return false;
        }
        try {
            return server.query(question::test);
        } catch (JedisException e) {
            return false;
        }
    }

    private void await(String trouble, BooleanSupplier condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new StartupException("The servers of the Redis Cluster " + trouble + "; see "
                        + servers.get(0).place().log() + " and the logs beside it.");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
