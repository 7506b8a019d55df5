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

/** One Redis or Sentinel process of a test. A test can kill it, restart it on its files, and suspend it. */
public final class RedisProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ADMIN_TIMEOUT_MS = 5000;
    /** Redis Cluster also uses this port plus ten thousand. The system must not give either port to outgoing connections. */
    private static final int HIGHEST = 22_700;

    private final int port;
    private final ProcessBuilder command;
    private @Nullable Process process;
    private volatile boolean serving;

    private RedisProcess(int port, ProcessBuilder command) {
        this.port = port;
        this.command = command;
        // an aborted test leaves no process
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** @param folder of this process, for its settings, its files and its log */
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

    /** Returns when it replies, even if it still loads its file or a copy of its master's data. */
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

    /** Whether the process is neither killed nor suspended. */
    public boolean serves() {
        return serving;
    }

    /** The reply to one command as text; an error with its message. */
    public String ask(String... words) {
        return String.valueOf(RedisClient.ask(port, words));
    }

    /** The same for a command that must succeed. */
    void tell(String... words) {
        var answer = ask(words);
        if (!answer.equals("OK")) {
            throw new AssertionError("Redis at " + port + " replies to " + words[0] + " " + words[1] + ": " + answer);
        }
    }

    /** Returns when that many replicas have all writes so far. */
    public void awaitReplicas(int count) throws Exception {
        try (var client = client()) {
            // WAIT refers to the last command of this client
            Eventually.within(
                    PATIENCE, () -> client.ping().equals("PONG") && client.waitReplicas(count, 1000) >= count);
        }
    }

    /** For replies that are more than text. */
    public Jedis client() {
        return new Jedis("127.0.0.1", port, ADMIN_TIMEOUT_MS);
    }

    /** Ends it without a shutdown, as a crash does. */
    public void kill() {
        serving = false;
        Kill.now(running());
    }

    /** Suspends it: connections stay open, no reply comes. */
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

    /** Makes it serve again after any fault. */
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
