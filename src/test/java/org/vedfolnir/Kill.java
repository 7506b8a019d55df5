package org.vedfolnir;

/** Ends processes that a test has started. */
public final class Kill {

    private Kill() {}

    /**
     * Ends it without a farewell, as a crash does, and returns when it has ended; at once when it had before. Not by {@code onExit()}: that looks for a
     * process by its number, and waits for ever when a thread of somebody else has got that number meanwhile.
     */
    public static void now(Process process) {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
