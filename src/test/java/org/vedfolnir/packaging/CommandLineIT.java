package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;

/** The command line as it is shipped: the jar alone, as a process, without Tomcat. */
class CommandLineIT {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final String JAR =
            Path.of("target", "vedfolnir-session-manager.jar").toString();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Ran(int exit, String out, String err) {}

    private static Ran run(Path folder, String... words) throws Exception {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR));
        command.addAll(List.of(words));
        var out = Files.createTempFile(folder, "out", ".txt");
        var err = Files.createTempFile(folder, "err", ".txt");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(REDIS|SESSION|JAVA_TOOL)_.*"));
        builder.environment().put("REDIS_URL", REDIS.url());
        var process = builder.start();
        try {
            Eventually.within(PATIENCE, () -> !process.isAlive());
        } finally {
            process.destroyForcibly();
        }
        return new Ran(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    @Test
    void examinesRedis(@TempDir Path folder) throws Exception {
        var ran = run(folder, "doctor");

        assertThat(ran.out()).contains("OK    connection", "OK    rights", "OK    store");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isZero();
    }

    @Test
    void readsEachKindOfAddress(@TempDir Path folder) throws Exception {
        var file = Files.writeString(
                folder.resolve("lines"),
                "redissonConfig={\"singleServerConfig\":{\"address\":\""
                        + REDIS.url().replace("/0", "") + "\"}}\n");

        var ran = run(folder, "sessions", "list", "--config", file.toString());

        assertThat(ran.out()).contains("0 sessions of the application /; --application names another one.");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void saysWhatFailedAndNothingElse(@TempDir Path folder) throws Exception {
        var ran = run(folder, "sessions", "list", "--redis-url", "redis://127.0.0.1:1");

        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).hasLineCount(1).contains("No server listens at redis://127.0.0.1:1");
        assertThat(ran.exit()).isEqualTo(3);
    }

    @Test
    void knowsItsVersionAndItsHelp(@TempDir Path folder) throws Exception {
        assertThat(run(folder, "--version").out())
                .startsWith("Vedfolnir Sessions ")
                .doesNotContain("not from the jar");
        assertThat(run(folder, "--help").out()).contains("Usage: vedfolnir", "First steps:");
        assertThat(run(folder, "completion", "bash").out()).contains("-jar '", "vedfolnir-session-manager.jar'");
    }
}
