package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./run --help} answers where nothing is built yet, and without a Java. */
class RunHelpTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void explainsItselfBeforeTheFirstBuild() throws Exception {
        var script = Files.copy(Path.of("run"), folder.resolve("run"));
        var builder = new ProcessBuilder("sh", script.toString(), "--nodes", "2", "--help").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.toString());
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isZero();
        assertThat(text).startsWith("Usage: ").contains("--nodes N", "--cluster", "--data DIR", "--check", "REDIS_URL");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(script);
        }
    }
}
