package org.vedfolnir.run.system;

/** What keeps the run from starting, in one sentence that says what to do. */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StartupException(String sentence) {
        super(sentence, null, false, false);
    }
}
