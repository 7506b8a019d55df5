package org.vedfolnir.history;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RedisProcess;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** A Redis process that writes each change to its disk before it replies, and has it after a crash and a restart. */
final class DurableRedis implements Servers {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TIMEOUT_MS = 2000;
    private static final List<String> SETTINGS =
            List.of("save \"\"", "appendonly yes", "appendfsync always", "maxmemory-policy noeviction");

    private final RedisProcess process;

    DurableRedis(Path folder) throws Exception {
        Files.createDirectories(folder);
        var program = ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
        process = RedisProcess.of(program.toPath(), folder.toAbsolutePath(), FreePorts.next(), SETTINGS);
        restart();
    }

    @Override
    public String configuration() {
        return "{singleServerConfig: {address: \"redis://127.0.0.1:" + port() + "\"}}";
    }

    @Override
    public List<Jedis> clients() {
        return List.of(client());
    }

    private Jedis client() {
        return new Jedis("127.0.0.1", port(), TIMEOUT_MS);
    }

    int port() {
        return process.port();
    }

    @Override
    public void kill() {
        process.kill();
    }

    /** Returns when it has loaded its file. */
    @Override
    public void restart() throws Exception {
        process.start();
        Eventually.within(PATIENCE, () -> process.ask("PING").equals("PONG"));
    }

    @Override
    public void pause() throws Exception {
        process.pause();
    }

    @Override
    public void resume() throws Exception {
        process.resume();
    }

    @Override
    public void forgetScripts() {
        try (var client = client()) {
            client.scriptFlush();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
