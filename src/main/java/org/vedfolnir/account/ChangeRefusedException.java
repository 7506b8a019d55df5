package org.vedfolnir.account;

/** A change of an account that may not be; nothing was changed. */
final class ChangeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Complaint complaint;

    ChangeRefusedException(Complaint complaint) {
        super(complaint.key());
        this.complaint = complaint;
    }

    /** For the person who asked for it. */
    Complaint complaint() {
        return complaint;
    }
}
