package org.vedfolnir.run.check;

import java.io.PrintStream;

/** The table that the check prints, line by line. */
final class CheckReport {

    private final PrintStream out;
    private int passed;
    private int failed;

    CheckReport(PrintStream out) {
        this.out = out;
    }

    /** One step: an action and its result. */
    @FunctionalInterface
    interface Step {
        /** @return the observation, if it is as required; throws {@link Unexpected} or any other exception otherwise */
        String run() throws Exception;
    }

    /** The observation of a step differs from the required one. */
    static final class Unexpected extends RuntimeException {

        private static final long serialVersionUID = 1;

        Unexpected(String seen) {
            super(seen);
        }
    }

    /** @throws Unexpected unless it holds */
    static void require(boolean holds, String seen) {
        if (!holds) {
            throw new Unexpected(seen);
        }
    }

    /** @return whether it passed; the caller skips later steps that depend on it */
    boolean step(String doing, Step step) {
        var began = System.nanoTime();
        String seen;
        var well = true;
        try {
            seen = step.run();
            passed++;
        } catch (Exception e) { // any failure is this step's result; the check continues and cleans up
            well = false;
            failed++;
            seen = e instanceof Unexpected ? e.getMessage() : e.toString();
        }
        out.printf(
                "%-4s  %-52s  %s (%d ms)%n",
                well ? "ok" : "FAIL", doing, seen, (System.nanoTime() - began) / 1_000_000);
        out.flush();
        return well;
    }

    /** @return the exit code */
    int end() {
        out.printf("%n%d passed, %d failed%n", passed, failed);
        return failed == 0 ? 0 : 1;
    }
}
