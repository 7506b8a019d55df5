package org.vedfolnir.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One Redis process: on the loopback, with a password of this start only, an append-only file and no eviction. */
final class RedisProcess implements AutoCloseable {

    /** Where the nodes read how to reach it; the password in it is read again at each connection. */
    static final String URL_FILE = "redis-url";

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
     * @throws CannotRunException when it ends before
     */
    static RedisProcess launch(RedisBinary binary, DataFolder data, int port) throws IOException, InterruptedException {
        var password = DataFolder.random();
        var settings = data.secretFile("redis.conf", settings(data, port, password));
        data.secretFile(URL_FILE, url(port, password));
        var log = data.createLog("redis");
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
            LeftOverRedis.remember(data, process.toHandle());
            serves = true;
            return started;
        } finally {
            if (!serves) {
                started.close();
            }
        }
    }

    private static String settings(DataFolder data, int port, String password) {
        return String.join(
                "\n",
                "bind 127.0.0.1",
                "port " + port,
                "requirepass " + password,
                "dir \"" + data.redis().toString().replace("\\", "\\\\") + "\"",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "maxmemory-policy noeviction");
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

    private static String url(int port, String password) {
        return "redis://:" + password + "@127.0.0.1:" + port + "/0";
    }

    String url() {
        return url(port, password);
    }

    int port() {
        return port;
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
