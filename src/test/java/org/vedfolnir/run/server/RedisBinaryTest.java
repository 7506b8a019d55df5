package org.vedfolnir.run.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.DataFolderTest;
import org.vedfolnir.run.system.StartupException;

/** Which program becomes the run's Redis. */
class RedisBinaryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private DataFolder data;

    @BeforeEach
    void open() {
        data = DataFolder.open(folder.resolve("data"), line -> {});
    }

    @AfterEach
    void close() throws Exception {
        data.close();
    }

    @Test
    void prefersANewEnoughRedisOnThePathToTheBundledOne() throws Exception {
        var path = path(
                installed("old", "echo 'Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64'"),
                installed("broken", "exit 127"),
                installed("odd", "echo nothing of interest"),
                installed("failing", "echo v=9.0.0; exit 1"),
                folder.resolve("missing"),
                installed("good", "echo 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64'"),
                installed("better", "echo 'Redis server v=8.2.2 sha=00000000:1'"));

        var chosen = RedisBinary.choose(path, data, List.of(data.redis()));

        assertThat(chosen.file()).isEqualTo(folder.resolve("good/redis-server"));
        assertThat(chosen.version()).isEqualTo("7.0.15");
        assertThat(chosen.describe()).contains("7.0.15", chosen.file().toString());
    }

    @Test
    void usesTheBundledRedisOtherwise() throws Exception {
        var chosen = RedisBinary.choose(
                path(installed("old", "echo v=6.2.14"), Path.of("relative")), data, List.of(data.redis()));

        assertThat(chosen.installed()).isFalse();
        assertThat(chosen.file()).startsWith(data.root());
        assertThat(chosen.version()).startsWith("6.2.");
        assertThat(chosen.describe()).contains(chosen.version());
        assertThat(RedisBinary.choose("", data, List.of(data.redis()))).isEqualTo(chosen);
        assertThat(DataFolderTest.openToOthers(data.root())).isEmpty();
    }

    @Test
    void rejectsAFileOfANewerRedis() throws Exception {
        Files.createDirectory(data.redis().resolve("appendonlydir"));

        assertThatThrownBy(() -> RedisBinary.choose("", data, List.of(data.redis())))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("install redis-server 7")
                .hasMessageContaining(data.redis().toString());
    }

    private Path installed(String name, String script) throws Exception {
        var file = Files.createDirectory(folder.resolve(name)).resolve("redis-server");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.resolveSibling("");
    }

    private static String path(Path... folders) {
        var path = new StringBuilder();
        for (var each : folders) {
            path.append(each).append(File.pathSeparator);
        }
        return path.toString();
    }
}
