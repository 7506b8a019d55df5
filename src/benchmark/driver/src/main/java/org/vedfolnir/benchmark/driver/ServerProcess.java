package org.vedfolnir.benchmark.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of one contestant, in a Java process of its own. It ends with its standard input, so it never outlives this process. */
final class ServerProcess implements AutoCloseable {

    /** The same for all. */
    static final List<String> FLAGS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

    private final Competitor competitor;
    private final Process process;
    private final BufferedReader answers;
    private final Path log;
    private int port;

    /**
     * @param home the repository
     * @param redisUrl where the sessions shall be
     * @param log what the server writes goes to the end of this file
     */
    ServerProcess(Competitor competitor, Path home, String redisUrl, Path log) throws IOException {
        this(competitor, home, redisUrl, log, FLAGS);
    }

    ServerProcess(Competitor competitor, Path home, String redisUrl, Path log, List<String> flags) throws IOException {
        this.competitor = competitor;
        this.log = log;
        process = new ProcessBuilder(command(competitor, home, redisUrl, flags))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        awaitPort();
    }

    private static List<String> command(Competitor competitor, Path home, String redisUrl, List<String> flags) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(Libraries.classPath(competitor, home));
        command.add("org.vedfolnir.benchmark.server.ServerMain");
        command.add(competitor.contestant());
        var certificate = home.resolve(Certificate.PLACE).toString();
        competitor
                .settings()
                .forEach((name, value) -> command.add(
                        name + "=" + value.replace("{redis}", redisUrl).replace("{certificate}", certificate)));
        return command;
    }

    private void awaitPort() throws IOException {
        var line = answers.readLine();
        while (line != null && !line.startsWith("port ")) {
            line = answers.readLine();
        }
        if (line == null) {
            throw new IOException("The server of " + competitor.name() + " did not start: " + log + " says why.");
        }
        port = Integer.parseInt(line.substring("port ".length()));
    }

    int port() {
        return port;
    }

    /** CPU time of the process so far, in ms. */
    double cpuMillis() throws IOException {
        return Long.parseLong(ask("cpu")) / 1e6;
    }

    /** Bytes of the heap in use after a full collection. */
    long heap() throws IOException {
        return Long.parseLong(ask("heap"));
    }

    void startRecording(Path file) throws IOException {
        ask("record " + file);
    }

    void stopRecording() throws IOException {
        ask("stop");
    }

    private String ask(String question) throws IOException {
        var out = process.getOutputStream();
        out.write((question + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        var answer = answers.readLine();
        if (answer == null) {
            throw new IOException("The server of " + competitor.name() + " died: " + log + " says why.");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
