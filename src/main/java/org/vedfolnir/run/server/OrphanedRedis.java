package org.vedfolnir.run.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.PrivateFiles;
import org.vedfolnir.run.system.StartupException;

/**
 * Ends the Redis of an earlier run on this folder whose parent was killed with -9. Two processes must not write one
 * file, and no other process may be ended: pids are reused, so the start time must match the recorded one. A process
 * without such a record is contacted at its own port with its own password, which no later start uses.
 */
final class OrphanedRedis {

    private static final String RECORD = "redis.process";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TIMEOUT_MS = 2000;
    /** Precision with which Java reports the start time of a process. */
    private static final Duration EXACT = Duration.ofSeconds(2);

    private OrphanedRedis() {}

    static void remember(RedisFiles place, ProcessHandle process) throws IOException {
        var information = process.info();
        var record = List.of(
                Long.toString(process.pid()),
                information.startInstant().map(Instant::toString).orElse(""),
                information.command().orElse(""));
        PrivateFiles.write(place.folder().resolve(RECORD), String.join("\n", record) + "\n");
    }

    /**
     * Ends all remaining servers in a folder, also if this run starts a different kind.
     *
     * @throws StartupException if one does not end
     */
    static void endAll(DataFolder data) throws IOException, InterruptedException {
        end(RedisFiles.ofTheOne(data));
        for (var place : ClusterFolder.places(data)) {
            end(place);
        }
    }

    private static void end(RedisFiles place) throws IOException, InterruptedException {
        var remembered = remembered(place.folder().resolve(RECORD));
        if (remembered.isPresent()) {
            end(remembered.get());
            return;
        }
        var address = RedisAddress.ofSettings(place).filter(RedisAddress::isReachable);
        if (address.isPresent()) {
            shutDown(address.get(), place.folder());
        }
    }

    private static Optional<ProcessHandle> remembered(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var record = Files.readAllLines(file);
        if (record.size() < 3
                || !record.get(0).matches("\\d{1,18}")
                || record.get(1).isEmpty()) {
            return Optional.empty();
        }
        var began = Instant.parse(record.get(1));
        return ProcessHandle.of(Long.parseLong(record.get(0)))
                .filter(process -> process.info().command().orElse("").equals(record.get(2)))
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start -> Duration.between(began, start).abs().compareTo(EXACT) <= 0)
                        .isPresent());
    }

    private static void end(ProcessHandle process) throws InterruptedException {
        process.destroy();
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /**
     * Another program may listen there by now: it gets no current secret, and its reply causes no process to be ended.
     */
    private static void shutDown(RedisAddress address, Path folder) {
        try (var redis = address.connect(TIMEOUT_MS)) {
            if (!redis.configGet("dir").contains(folder.toString())) {
                return;
            }
            redis.shutdown();
        } catch (RuntimeException e) { // a foreign program may reply anything, which Jedis fails to cast
            return;
        }
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (address.isReachable()) {
            if (System.nanoTime() > deadline) {
                throw new StartupException("A Redis on port " + address.port() + " still uses " + folder
                        + " and does not end: end it, then start again.");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
