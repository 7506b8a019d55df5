package org.vedfolnir.instance;

/** An instance was not asked, or gave no usable answer. */
final class ProbeFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final ProbeFailure failure;
    private final String detail;

    /** @param detail what goes with the failure: a status, an address; empty where nothing does */
    ProbeFailedException(ProbeFailure failure, String detail) {
        super(failure + " " + detail, null, false, false);
        this.failure = failure;
        this.detail = detail;
    }

    ProbeFailure failure() {
        return failure;
    }

    String detail() {
        return detail;
    }
}
