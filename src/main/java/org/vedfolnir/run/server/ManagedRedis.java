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

    /** Where the nodes read how to reach it; the password in it is read again at each connection. */
    static final String URL_FILE = "redis-url";

    /** A port that was free may be taken before Redis has it. */
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
     * Ends what a killed run left, and starts the newest that there is.
     *
     * @param path where an installed one is looked for, as the environment variable has it
     * @param say gets a sentence each time when it died and was started again
     */
    public static ManagedRedis start(String path, DataFolder data, Consumer<String> say)
            throws IOException, InterruptedException {
        // before the program is unpacked anew, which would hide what the left-over process runs
        OrphanedRedis.endAll(data);
        var binary = RedisBinary.choose(path, data, List.of(data.redis()));
        var server = start(binary, data, say);
        server.keep(() -> true);
        return new ManagedRedis(binary, data, server);
    }

    private static SupervisedRedis start(RedisBinary binary, DataFolder data, Consumer<String> say)
            throws IOException, InterruptedException {
        for (var tries = 1; ; tries++) {
            try {
                return new SupervisedRedis(
                        RedisFiles.ofTheOne(data), Ports.free(), port -> launch(binary, data, port), say);
            } catch (StartupException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** With another password each time. */
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
    public <T> List<T> askMasters(Function<Jedis, T> question) {
        return List.of(server.ask(question));
    }

    public String url() {
        return server.url();
    }

    long pid() {
        return server.pid();
    }

    /** Stops it in its tracks: connections stay, answers do not come. */
    public void freeze() throws IOException, InterruptedException {
        server.freeze();
    }

    public void thaw() throws IOException, InterruptedException {
        server.thaw();
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
