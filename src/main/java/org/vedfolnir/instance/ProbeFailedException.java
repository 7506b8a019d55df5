package org.vedfolnir.instance;

/** An instance could not be queried, or sent no usable response. */
final class ProbeFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final ProbeFailure failure;
    private final String detail;

    /** @param detail of the failure: a status or an address; empty if there is none */
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
