package org.vedfolnir.run;

/** What keeps the run from starting, in one sentence that says what to do. */
final class CannotRunException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CannotRunException(String sentence) {
        super(sentence, null, false, false);
    }
}
