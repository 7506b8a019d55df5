package org.vedfolnir.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends processes. */
final class Processes {

    private Processes() {}

    /** Asks, waits, and then does not ask any more. */
    static void end(Process process, Duration patience) {
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
