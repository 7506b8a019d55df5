package org.vedfolnir;

/** Ends processes that a test has started. */
public final class Kill {

    private Kill() {}

    /**
     * Ends it without a shutdown, as a crash does, and returns when it has ended. It does not use {@code onExit()}, which finds a process by its number, and
     * waits for ever if another process's thread has that number by then.
     */
    public static void now(Process process) {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
