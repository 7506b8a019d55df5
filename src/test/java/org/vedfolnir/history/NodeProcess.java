package org.vedfolnir.history;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vedfolnir.FreePorts;

/** A {@link ListsNode}, as its parent sees it: it can be killed, comes back on the same port, and can be stopped in its tracks. */
final class NodeProcess implements AutoCloseable {

    /** The path of {@code libfaketime.so.1}, with which one node's clock is five minutes ahead; empty for the machine's own clock. */
    private static final String OTHER_CLOCK = System.getProperty("history.faketime", "");

    private final String name;
    private final int port = FreePorts.next();
    private final Path folder;
    private final ProcessBuilder command;
    private Process process;

    /**
     * @param classPath before the class path of the tests
     * @param environment the manager's settings
     */
    NodeProcess(String name, Path folder, List<Path> classPath, Map<String, String> environment) throws IOException {
        this.name = name;
        this.folder = Files.createDirectories(folder);
        this.command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                joined(classPath),
                ListsNode.class.getName(),
                name,
                Integer.toString(port),
                folder.toString());
        command.environment().putAll(environment);
        command.redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve("errors").toFile()));
        process = command.start();
    }

    private static String joined(List<Path> first) {
        var parts = new ArrayList<>(first.stream().map(Path::toString).toList());
        parts.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, parts);
    }

    /** Sets the clock of this node's process five minutes ahead, if the library for it is given. */
    static Map<String, String> clockAhead() {
        return OTHER_CLOCK.isEmpty()
                ? Map.of()
                : Map.of(
                        "LD_PRELOAD", OTHER_CLOCK,
                        "FAKETIME", "+300",
                        // waits and deadlines are not by the clock
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    void awaitReady() throws IOException {
        BufferedReader output = process.inputReader();
        if (!"ready".equals(output.readLine())) {
            throw new AssertionError("Node " + name + " did not start: see " + folder);
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    void kill() {
        Signals.kill(process);
    }

    void restart() throws IOException {
        process = command.start();
        awaitReady();
    }

    void pause() throws IOException, InterruptedException {
        Signals.pause(process);
    }

    void resume() throws IOException, InterruptedException {
        Signals.resume(process);
    }

    @Override
    public void close() {
        kill();
    }
}
