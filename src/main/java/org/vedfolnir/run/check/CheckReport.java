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

    /** One step: what it does, and what it saw. */
    @FunctionalInterface
    interface Step {
        /** @return what was seen, when it was as it must be; a {@link Unexpected} or any other exception when not */
        String see() throws Exception;
    }

    /** What a step saw was not what it must see. */
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

    /** @return whether it went well; later steps that build on it may be left out */
    boolean step(String doing, Step step) {
        var began = System.nanoTime();
        String seen;
        var well = true;
        try {
            seen = step.see();
            passed++;
        } catch (Exception e) { // whatever went wrong is this step's result; the check goes on and cleans up
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
