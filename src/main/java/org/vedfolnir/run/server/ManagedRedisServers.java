package org.vedfolnir.run.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.vedfolnir.run.node.NodeEnvironment;
import redis.clients.jedis.Jedis;

/** The Redis or Redis Cluster that this run starts. Thread-safe. */
public sealed interface ManagedRedisServers extends AutoCloseable permits ManagedRedis, ManagedRedisCluster {

    /** Adds its address and login to the nodes' environment. */
    void configure(NodeEnvironment environment) throws IOException;

    /** Completes with a sentence when one of its servers died and is not restarted. */
    CompletableFuture<String> lost();

    /** Describes it for the user. */
    String describe();

    /** Whether its program was found on this machine. */
    boolean isInstalled();

    /** Returns the replies of all servers that accept writes now. */
    <T> List<T> queryMasters(Function<Jedis, T> question);

    /** Announces that it will be ended. */
    void expectEnd();

    @Override
    void close();
}
