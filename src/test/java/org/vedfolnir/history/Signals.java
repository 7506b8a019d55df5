package org.vedfolnir.history;

import java.io.IOException;
import org.vedfolnir.Kill;

/** Signals that an operating system sends to a process. */
final class Signals {

    private Signals() {}

    /** Stops it in its tracks, as a long collection of garbage does: connections stay, answers do not come. */
    static void pause(Process process) throws IOException, InterruptedException {
        send("-STOP", process);
    }

    static void resume(Process process) throws IOException, InterruptedException {
        send("-CONT", process);
    }

    /** As {@code kill -9} does. */
    static void kill(Process process) {
        Kill.now(process);
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }
}
