package org.vedfolnir.run.system;

/** The reason why the run cannot start, in one sentence with the remedy. */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StartupException(String sentence) {
        super(sentence, null, false, false);
    }
}
