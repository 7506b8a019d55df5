package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.vedfolnir.testing.TestFolders;
import redis.embedded.core.ExecutableProvider;

/**
 * A temporary folder with the Redis program, and a folder for each process. The program is Redis 6.2, or the one that the system property
 * {@code vedfolnir.redisServer} names.
 */
record RedisFolder(Path folder, Path program) implements AutoCloseable {

    static RedisFolder make() throws IOException {
        var folder = TestFolders.make("vedfolnir-topology");
        var other = System.getProperty("vedfolnir.redisServer", "");
        if (!other.isEmpty()) {
            return new RedisFolder(folder, Path.of(other));
        }
        var program = ExecutableProvider.newJarResourceProvider(
                        Files.createDirectories(folder.resolve("bin")).toFile())
                .get();
        return new RedisFolder(folder, program.toPath());
    }

    Path of(int port) {
        return folder.resolve(Integer.toString(port));
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
