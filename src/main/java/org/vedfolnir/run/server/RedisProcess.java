package org.vedfolnir.run.server;

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
import org.vedfolnir.run.system.PrivateFiles;
import org.vedfolnir.run.system.Processes;
import org.vedfolnir.run.system.StartupException;

/** One Redis process: on the loopback, with a password for one start only, an append-only file and no eviction. */
final class RedisProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final String SERVES = "Ready to accept connections";

    private final Process process;
    private final RedisAddress address;

    private RedisProcess(Process process, RedisAddress address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it and waits until it serves. No client gets the password before: a Redis that reports that it serves has
     * bound the port, so that no other program listens there.
     *
     * @param more settings, one per line
     * @throws StartupException if it ends before
     */
    static RedisProcess launch(RedisBinary binary, RedisFiles place, RedisAddress address, List<String> more)
            throws IOException, InterruptedException {
        var data = place.data();
        var settings = data.secretFile(place.settings().getFileName().toString(), settings(place, address, more));
        var log = data.createLog(place.name());
        var before = Files.size(log);
        var command = PrivateFiles.command(List.of(binary.file().toString(), settings.toString()), data.root());
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        var started = new RedisProcess(process, address);
        var serves = false;
        try {
            started.awaitReady(log, before);
            OrphanedRedis.remember(place, process.toHandle());
            serves = true;
            return started;
        } finally {
            if (!serves) {
                started.close();
            }
        }
    }

    private static String settings(RedisFiles place, RedisAddress address, List<String> more) {
        var settings = List.of(
                "dir " + RedisFiles.quoted(place.folder()),
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "maxmemory-policy noeviction");
        return Stream.of(address.settings(), settings, more)
                .flatMap(List::stream)
                .collect(Collectors.joining("\n"));
    }

    private void awaitReady(Path log, long before) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        while (!reportsThatItServes(log, before)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new StartupException("Redis did not start on port " + address.port() + "; see " + log + ".");
            }
        }
    }

    private static boolean reportsThatItServes(Path log, long before) throws IOException {
        try (var channel = Files.newByteChannel(log)) {
            var logged = new byte[(int) Math.min(Math.max(channel.size() - before, 0), 1 << 20)];
            channel.position(before);
            var buffer = ByteBuffer.wrap(logged);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until all existing bytes were read
            }
            return new String(logged, StandardCharsets.UTF_8).contains(SERVES);
        }
    }

    RedisAddress address() {
        return address;
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
