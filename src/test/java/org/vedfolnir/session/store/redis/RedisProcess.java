package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.FreePorts;
import org.vedfolnir.Kill;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.RedisClient;
import redis.clients.jedis.Jedis;

/** One Redis or Sentinel process of a test's own: it can be killed, comes back on its files, and can be stopped in its tracks. */
public final class RedisProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ADMIN_TIMEOUT_MS = 5000;
    /** Redis Cluster talks ten thousand above; that must be no port either that a system gives to outgoing connections. */
    private static final int HIGHEST = 22_700;

    private final int port;
    private final ProcessBuilder command;
    private @Nullable Process process;
    private volatile boolean serving;

    private RedisProcess(int port, ProcessBuilder command) {
        this.port = port;
        this.command = command;
        // a test that is broken off leaves nothing that runs
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** @param folder of its own, where its settings, its files and its log lie */
    public static RedisProcess of(Path binary, Path folder, int port, List<String> settings) throws IOException {
        return of(List.of(binary.toString()), folder, port, settings);
    }

    static RedisProcess sentinel(Path binary, Path folder, int port, List<String> settings) throws IOException {
        return of(List.of(binary.toString(), "--sentinel"), folder, port, settings);
    }

    private static RedisProcess of(List<String> program, Path folder, int port, List<String> settings)
            throws IOException {
        Files.createDirectories(folder);
        var lines = new ArrayList<>(List.of("bind 127.0.0.1", "port " + port, "dir \"" + folder + "\""));
        lines.addAll(settings);
        var file = Files.write(folder.resolve("redis.conf"), lines);
        var words = new ArrayList<>(program);
        words.add(1, file.toString());
        var command = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        return new RedisProcess(port, command);
    }

    static int freePort() {
        var port = FreePorts.next();
        while (port > HIGHEST) {
            port = FreePorts.next();
        }
        return port;
    }

    /** Returns when it answers; it may still be reading its file, or a copy of its master's. */
    public void start() throws Exception {
        process = command.start();
        Eventually.within(PATIENCE, this::answers);
        serving = true;
    }

    private boolean answers() {
        try {
            return RedisClient.ask(port, "PING") != null;
        } catch (AssertionError e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** Whether it has neither been killed nor stopped. */
    public boolean serves() {
        return serving;
    }

    /** The answer to one command as text; an error with its message. */
    public String ask(String... words) {
        return String.valueOf(RedisClient.ask(port, words));
    }

    /** The same for a command that must succeed. */
    void tell(String... words) {
        var answer = ask(words);
        if (!answer.equals("OK")) {
            throw new AssertionError("Redis at " + port + " answers to " + words[0] + " " + words[1] + ": " + answer);
        }
    }

    /** Returns when so many replicas have all that was written until now. */
    public void awaitReplicas(int count) throws Exception {
        try (var client = client()) {
            // WAIT looks back to this client's last command
            Eventually.within(
                    PATIENCE, () -> client.ping().equals("PONG") && client.waitReplicas(count, 1000) >= count);
        }
    }

    /** For answers that are more than text. */
    public Jedis client() {
        return new Jedis("127.0.0.1", port, ADMIN_TIMEOUT_MS);
    }

    /** Ends it without a farewell, as a crash does. */
    public void kill() {
        serving = false;
        Kill.now(running());
    }

    /** Stops it in its tracks: connections stay, answers do not come. */
    public void pause() throws Exception {
        serving = false;
        signal("-STOP");
    }

    public void resume() throws Exception {
        signal("-CONT");
        serving = true;
    }

    private void signal(String signal) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(running().pid()))
                .start()
                .waitFor();
    }

    /** Makes it serve again, whatever was done to it. */
    void restore() throws Exception {
        if (!running().isAlive()) {
            start();
        } else if (!serving) {
            resume();
        }
    }

    private Process running() {
        if (process == null) {
            throw new AssertionError("Redis at " + port + " was not started.");
        }
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    @Override
    public String toString() {
        return "Redis at " + port;
    }
}
