package org.vedfolnir.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** A {@link StrangerCrowd} that runs. */
final class StrangersProcess implements AutoCloseable {

    private final Process process;
    private final Writer input;

    private StrangersProcess(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.US_ASCII);
    }

    /** Starts the process, which sends nothing yet. */
    static StrangersProcess start(int port, Strangers strangers) throws IOException {
        var classes = Path.of(StrangerCrowd.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        var command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                classes.toString(),
                StrangerCrowd.class.getName(),
                Integer.toString(port),
                Integer.toString(strangers.connections()),
                Integer.toString(strangers.perSecond()),
                Integer.toString(strangers.atOnce()),
                Long.toString(strangers.afterwards().toSeconds()));
        var started = new StrangersProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        for (var request : strangers.requests()) {
            started.input.write(Base64.getEncoder().encodeToString(request.getBytes(StandardCharsets.US_ASCII)) + "\n");
        }
        return started;
    }

    void begin() throws IOException {
        input.write("\n");
        input.flush();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends it, and waits for responses in flight. @return its report */
    String end() throws IOException {
        input.close();
        try (BufferedReader output = process.inputReader()) {
            return String.valueOf(output.readLine());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
