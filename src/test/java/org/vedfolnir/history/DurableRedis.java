package org.vedfolnir.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** A Redis process that writes each change to its disk before it answers, and has it again when it comes back after a crash. */
final class DurableRedis implements Servers {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TIMEOUT_MS = 2000;

    private final int port = FreePorts.next();
    private final ProcessBuilder command;
    private Process process;

    DurableRedis(Path folder) throws Exception {
        Files.createDirectories(folder);
        var settings = folder.resolve("redis.conf");
        Files.writeString(
                settings,
                String.join(
                        "\n",
                        "bind 127.0.0.1",
                        "port " + port,
                        "dir \"" + folder.toAbsolutePath() + "\"",
                        "save \"\"",
                        "appendonly yes",
                        "appendfsync always",
                        "maxmemory-policy noeviction",
                        ""));
        var binary = ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
        command = new ProcessBuilder(binary.getAbsolutePath(), settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        process = command.start();
        awaitReady();
    }

    private void awaitReady() throws Exception {
        Eventually.within(PATIENCE, this::answers);
    }

    private boolean answers() {
        try (var client = client()) {
            return "PONG".equals(client.ping());
        } catch (JedisException e) {
            return false;
        }
    }

    @Override
    public String configuration() {
        return "{singleServerConfig: {address: \"redis://127.0.0.1:" + port + "\"}}";
    }

    @Override
    public List<Jedis> clients() {
        return List.of(client());
    }

    private Jedis client() {
        return new Jedis("127.0.0.1", port, TIMEOUT_MS);
    }

    int port() {
        return port;
    }

    @Override
    public void kill() {
        Signals.kill(process);
    }

    @Override
    public void restart() throws Exception {
        process = command.start();
        awaitReady();
    }

    @Override
    public void pause() throws IOException, InterruptedException {
        Signals.pause(process);
    }

    @Override
    public void resume() throws IOException, InterruptedException {
        Signals.resume(process);
    }

    @Override
    public void forgetScripts() {
        try (var client = client()) {
            client.scriptFlush();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
