package org.vedfolnir.packaging;

import java.util.concurrent.TimeUnit;

/** Ends a process that a test has started by SIGTERM, as a terminal or a service manager does. */
final class Ended {

    private static final int SECONDS = 30;

    private Ended() {}

    /** @throws AssertionError if it still runs 30 s later; then it is killed */
    static void afterAsking(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("The process did not end within " + SECONDS + " s of SIGTERM.");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
