package org.vedfolnir.packaging;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vedfolnir.CdiWarnings;
import org.vedfolnir.session.store.Eventually;

/** The process of {@code ./run}, started with the last command of the script. */
final class RunProcess {

    private static final Path RUN = Path.of("target/run");
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path logs;
    private final Path out;
    private final Path err;

    private RunProcess(Process process, Path logs, Path out, Path err) {
        this.process = process;
        this.logs = logs;
        this.out = out;
        this.err = err;
    }

    static RunProcess start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return start(Files.createTempFile(folder, "out", ".txt"), folder, environment, arguments);
    }

    static RunProcess start(Path out, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        var err = Files.createTempFile(folder, "err", ".txt");
        var builder = new ProcessBuilder(command(arguments))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("PORT|(REDIS|SESSION|DATABASE|JAVA_TOOL)_.*"));
        builder.environment().putAll(environment);
        return new RunProcess(builder.start(), logs(folder, List.of(arguments)), out, err);
    }

    private static Path logs(Path folder, List<String> arguments) {
        var data = arguments.indexOf("--data");
        return (data < 0 ? folder : Path.of(arguments.get(data + 1))).resolve("logs");
    }

    private static List<String> command(String... arguments) {
        var path = List.of(
                RUN.resolve("vedfolnir-run.jar").toString(),
                RUN.resolve("lib") + "/*",
                Path.of("target/vedfolnir-session-manager.jar").toString());
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                String.join(File.pathSeparator, path)));
        command.add("org.vedfolnir.run.Main");
        command.addAll(List.of(arguments));
        return command;
    }

    RunProcess awaitReady() throws Exception {
        Eventually.within(START, () -> !process.isAlive() || out().contains("Ready after"));
        if (!process.isAlive()) {
            throw new AssertionError("It ended with " + process.exitValue() + ": " + out() + err());
        }
        return this;
    }

    /** @return its exit code */
    int awaitEnd(Duration patience) throws Exception {
        try {
            Eventually.within(patience, () -> !process.isAlive());
        } finally {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** All processes that it has started, and theirs. */
    List<ProcessHandle> started() {
        return process.descendants().toList();
    }

    /** Sends SIGTERM, as Ctrl-C and {@code kill} do. */
    void stop() throws IOException {
        Ended.afterAsking(process);
        CdiWarnings.assertNone(logs);
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    static URI address(int port, String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
