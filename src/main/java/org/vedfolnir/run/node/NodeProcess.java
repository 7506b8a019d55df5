package org.vedfolnir.run.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.PrivateFiles;
import org.vedfolnir.run.system.Processes;
import org.vedfolnir.run.system.StartupException;

/** One Tomcat in a process of its own, as its parent sees it. Closing its input makes it stop. */
public final class NodeProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(15);

    private final String name;
    private final int port;
    private final Process process;
    private final Path log;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private NodeProcess(String name, int port, Process process, Path log) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the process, without waiting until it is ready.
     *
     * @param environment the whole environment
     * @param setup accepts the link for creating the first account, while there is none
     */
    public static NodeProcess start(
            NodeCommand command,
            String name,
            int port,
            DataFolder data,
            Map<String, String> environment,
            Consumer<SetupLink> setup)
            throws IOException {
        var log = data.log(name);
        var builder = new ProcessBuilder(PrivateFiles.command(command.words(name, port, log), data.root()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(
                data.createLog(name + "-errors").toFile()));
        var node = new NodeProcess(name, port, builder.start(), log);
        var listener = new Thread(() -> node.listen(setup), "reads " + name);
        listener.setDaemon(true);
        listener.start();
        return node;
    }

    private void listen(Consumer<SetupLink> setup) {
        try (BufferedReader lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(NodeMain.SETUP)) {
                    setup.accept(SetupLink.parse(address(), line.substring(NodeMain.SETUP.length())));
                } else if (line.startsWith(NodeMain.READY)) {
                    ready.complete(name);
                } else if (line.startsWith(NodeMain.FAILED)) {
                    ready.completeExceptionally(new StartupException(line.substring(NodeMain.FAILED.length())));
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new StartupException(name + " ended before it was ready; see " + log + "."));
    }

    public void awaitReady() throws InterruptedException {
        try {
            ready.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StartupException known
                    ? known
                    : new StartupException(name + " did not start; see " + log + ".");
        } catch (TimeoutException e) {
            throw new StartupException(name + " was not ready within " + START.toSeconds() + " s; see " + log + ".");
        }
    }

    public String name() {
        return name;
    }

    public String address() {
        return "http://localhost:" + port;
    }

    public int port() {
        return port;
    }

    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Like {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        Processes.end(process, STOP);
    }
}
