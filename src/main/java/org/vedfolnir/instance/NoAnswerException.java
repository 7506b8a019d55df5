package org.vedfolnir.instance;

/** An instance was not asked, or gave no answer that helps. */
final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1;

    private final Failure failure;
    private final String detail;

    /** @param detail what goes with the failure: a status, an address; empty where nothing does */
    NoAnswerException(Failure failure, String detail) {
        super(failure + " " + detail, null, false, false);
        this.failure = failure;
        this.detail = detail;
    }

    Failure failure() {
        return failure;
    }

    String detail() {
        return detail;
    }
}
