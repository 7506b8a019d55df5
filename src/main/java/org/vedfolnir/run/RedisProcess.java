package org.vedfolnir.run;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import redis.embedded.core.ExecutableProvider;

/** A Redis process of this run's own: on the loopback, with a password, an append-only file and no eviction. */
final class RedisProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final int port;
    private final String password;

    private RedisProcess(Process process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    static RedisProcess start(DataFolder data) throws IOException, InterruptedException {
        var pidFile = data.redis().resolve("redis.pid");
        endLeftOver(pidFile.toFile().exists() ? Files.readString(pidFile).strip() : "");
        var port = Ports.free();
        var password = data.secret("redis-password");
        var settings = data.secretFile("redis.conf");
        Files.writeString(settings, settings(data, port, password));
        var process = new ProcessBuilder(List.of(binary(data), settings.toString()))
                .redirectErrorStream(true)
                .redirectOutput(data.log("redis").toFile())
                .start();
        var started = new RedisProcess(process, port, password);
        try {
            Ports.await("Redis", port, process, data.log("redis"), PATIENCE);
        } catch (CannotRunException e) {
            started.close();
            throw e;
        }
        return started;
    }

    private static String binary(DataFolder data) throws IOException {
        var folder = Files.createDirectories(data.redis().resolve("bin")).toFile();
        return ExecutableProvider.newJarResourceProvider(folder).get().getAbsolutePath();
    }

    private static String settings(DataFolder data, int port, String password) {
        return String.join(
                "\n",
                "bind 127.0.0.1",
                "port " + port,
                "requirepass " + password,
                "dir \"" + data.redis().toString().replace("\\", "\\\\") + "\"",
                "pidfile \"" + data.redis().resolve("redis.pid").toString().replace("\\", "\\\\") + "\"",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "maxmemory-policy noeviction",
                "");
    }

    /** A parent that was killed with -9 could not end its Redis; two of them must not write one file. */
    private static void endLeftOver(String pid) throws InterruptedException {
        if (!pid.matches("\\d{1,18}")) {
            return;
        }
        var left = ProcessHandle.of(Long.parseLong(pid))
                .filter(process -> process.info().command().orElse("").contains("redis-server"));
        if (left.isPresent()) {
            left.get().destroy();
            try {
                left.get().onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                left.get().destroyForcibly();
            }
        }
    }

    String url() {
        return "redis://:" + password + "@127.0.0.1:" + port + "/0";
    }

    /** Stops it in its tracks: connections stay, answers do not come. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        Processes.end(process, PATIENCE);
    }
}
