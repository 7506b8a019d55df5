package org.vedfolnir.run.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.vedfolnir.run.node.NodeEnvironment;
import redis.clients.jedis.Jedis;

/** The Redis or Redis Cluster that this run starts. Thread-safe. */
public sealed interface ManagedRedisServers extends AutoCloseable permits ManagedRedis, ManagedRedisCluster {

    /** Lets the nodes know how to reach it. */
    void configure(NodeEnvironment environment) throws IOException;

    /** Completed with a sentence when a server of it died and does not come back. */
    CompletableFuture<String> lost();

    /** In words, for its user. */
    String describe();

    /** Whether its program was found on this machine. */
    boolean isInstalled();

    /** What each server answers that takes writes now. */
    <T> List<T> askMasters(Function<Jedis, T> question);

    /** From now on its end is what is wanted. */
    void expectEnd();

    @Override
    void close();
}
