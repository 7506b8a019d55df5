package org.vedfolnir.session.cli.console;

/** What the process returns; docs/command-line.md lists them. */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;
    /** Nothing of that name was found, the user declined, or {@code doctor --strict} has a warning. */
    public static final int NO = 1;
    /** The words or settings are wrong, or {@code doctor} found a failure. */
    public static final int WRONG = 2;
    /** Redis does not answer, or refuses. */
    public static final int UNAVAILABLE = 3;
    /** An error of this program. */
    public static final int BROKEN = 4;

    private ExitCode() {}
}
