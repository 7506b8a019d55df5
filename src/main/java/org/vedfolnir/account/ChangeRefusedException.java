package org.vedfolnir.account;

import org.vedfolnir.web.Complaint;

/** A change of an account that may not be; nothing was changed. */
public final class ChangeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Complaint complaint;

    public ChangeRefusedException(Complaint complaint) {
        super(complaint.key());
        this.complaint = complaint;
    }

    /** For the person who asked for it. */
    public Complaint complaint() {
        return complaint;
    }
}
