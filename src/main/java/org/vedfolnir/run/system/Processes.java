package org.vedfolnir.run.system;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends processes. */
public final class Processes {

    private Processes() {}

    /** Requests termination, waits up to {@code patience}, then kills the process. */
    public static void end(Process process, Duration patience) {
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
