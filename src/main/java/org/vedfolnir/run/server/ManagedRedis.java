package org.vedfolnir.run.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.vedfolnir.run.node.NodeEnvironment;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.Ports;
import org.vedfolnir.run.system.StartupException;
import redis.clients.jedis.Jedis;

/** The Redis that this run starts. It is restarted when it dies. Thread-safe. */
public final class ManagedRedis implements ManagedRedisServers {

    /** Contains the address of Redis for the nodes; they read the password in it again for each connection. */
    static final String URL_FILE = "redis-url";

    /** A free port may be taken before Redis binds it. */
    private static final int TRIES = 5;

    private final RedisBinary binary;
    private final DataFolder data;
    private final SupervisedRedis server;

    private ManagedRedis(RedisBinary binary, DataFolder data, SupervisedRedis server) {
        this.binary = binary;
        this.data = data;
        this.server = server;
    }

    /**
     * Ends the processes that a killed run left, and starts the newest available Redis.
     *
     * @param path the folders to search for an installed one, as in the environment variable
     * @param messages accepts a sentence each time that it died and was restarted
     */
    public static ManagedRedis start(String path, DataFolder data, Consumer<String> messages)
            throws IOException, InterruptedException {
        // before the program is unpacked again, which would hide the program of a remaining process
        OrphanedRedis.endAll(data);
        var binary = RedisBinary.choose(path, data, List.of(data.redis()));
        var server = start(binary, data, messages);
        server.supervise(() -> true);
        return new ManagedRedis(binary, data, server);
    }

    private static SupervisedRedis start(RedisBinary binary, DataFolder data, Consumer<String> messages)
            throws IOException, InterruptedException {
        for (var tries = 1; ; tries++) {
            try {
                return new SupervisedRedis(
                        RedisFiles.ofTheOne(data), Ports.free(), port -> launch(binary, data, port), messages);
            } catch (StartupException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Uses a new password each time. */
    static RedisProcess launch(RedisBinary binary, DataFolder data, int port) throws IOException, InterruptedException {
        var address = new RedisAddress(port, DataFolder.random(), null);
        data.secretFile(URL_FILE, address.url());
        return RedisProcess.launch(binary, RedisFiles.ofTheOne(data), address, List.of());
    }

    @Override
    public void configure(NodeEnvironment environment) {
        environment.setFile("REDIS_URL", data.secretFile(URL_FILE));
    }

    @Override
    public CompletableFuture<String> lost() {
        return server.lost();
    }

    @Override
    public String describe() {
        return binary.describe();
    }

    @Override
    public boolean isInstalled() {
        return binary.installed();
    }

    @Override
    public <T> List<T> queryMasters(Function<Jedis, T> question) {
        return List.of(server.query(question));
    }

    public String url() {
        return server.url();
    }

    long pid() {
        return server.pid();
    }

    /** Suspends it: connections stay open, but get no replies. */
    public void suspend() throws IOException, InterruptedException {
        server.suspend();
    }

    public void resume() throws IOException, InterruptedException {
        server.resume();
    }

    @Override
    public void expectEnd() {
        server.expectEnd();
    }

    @Override
    public void close() {
        server.close();
    }
}
