package org.vedfolnir.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** One Redis process: on the loopback, with a password that is good for one start only, an append-only file and no eviction. */
final class RedisProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final String SERVES = "Ready to accept connections";

    private final Process process;
    private final int port;
    private final String password;

    private RedisProcess(Process process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts it and returns when it serves. Nobody is told its password before: a Redis that says it serves has bound the port, so that nobody
     * else listens there.
     *
     * @param more settings, one in a line
     * @throws CannotRunException when it ends before
     */
    static RedisProcess launch(RedisBinary binary, RedisPlace place, int port, String password, List<String> more)
            throws IOException, InterruptedException {
        var data = place.data();
        var settings =
                data.secretFile(place.settings().getFileName().toString(), settings(place, port, password, more));
        var log = data.createLog(place.name());
        var before = Files.size(log);
        var command = OwnerOnly.command(List.of(binary.file().toString(), settings.toString()), data.root());
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        var started = new RedisProcess(process, port, password);
        var serves = false;
        try {
            started.awaitReady(log, before);
            LeftOverRedis.remember(place, process.toHandle());
            serves = true;
            return started;
        } finally {
            if (!serves) {
                started.close();
            }
        }
    }

    private static String settings(RedisPlace place, int port, String password, List<String> more) {
        var settings = List.of(
                "bind 127.0.0.1",
                "port " + port,
                "requirepass " + password,
                "dir \"" + place.folder().toString().replace("\\", "\\\\") + "\"",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "maxmemory-policy noeviction");
        return Stream.concat(settings.stream(), more.stream()).collect(Collectors.joining("\n"));
    }

    private void awaitReady(Path log, long before) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        while (!saysThatItServes(log, before)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new CannotRunException("Redis did not start on port " + port + ": " + log + " says why.");
            }
        }
    }

    private static boolean saysThatItServes(Path log, long before) throws IOException {
        try (var channel = Files.newByteChannel(log)) {
            var said = new byte[(int) Math.min(Math.max(channel.size() - before, 0), 1 << 20)];
            channel.position(before);
            var buffer = ByteBuffer.wrap(said);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until all that is there was read
            }
            return new String(said, StandardCharsets.UTF_8).contains(SERVES);
        }
    }

    static String url(int port, String password) {
        return "redis://:" + password + "@127.0.0.1:" + port + "/0";
    }

    String url() {
        return url(port, password);
    }

    /** @param answerMs how long an answer may take, in milliseconds */
    Jedis connect(int answerMs) {
        var client = new Jedis("127.0.0.1", port, answerMs);
        try {
            client.auth(password);
            return client;
        } catch (JedisException e) {
            client.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** @return its exit code */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        Processes.end(process, STOP);
    }
}
