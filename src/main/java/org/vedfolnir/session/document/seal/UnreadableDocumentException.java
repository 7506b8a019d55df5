package org.vedfolnir.session.document.seal;

/** What lies in the store is no session that this node can read. It says why, and never what. */
public final class UnreadableDocumentException extends Exception {

    private static final long serialVersionUID = 1;

    /** Why; the names are recorded in the audit trail. */
    public enum Reason {
        /** Not JSON, or not a session. */
        NOT_A_DOCUMENT,
        /** Was a session, and was changed, moved or cut; or is not sealed where it must be. */
        DAMAGED,
        /** Sealed with a key that this node does not have. */
        UNKNOWN_KEY,
        /** A session of another application, whose id was sent to this one. */
        OTHER_APPLICATION,
        /** Written by a newer version of this product. */
        NEWER_FORMAT
    }

    private final Reason reason;

    public UnreadableDocumentException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    public static UnreadableDocumentException damaged() {
        return new UnreadableDocumentException(
                Reason.DAMAGED, "A stored session does not open: it was changed or moved, or it is not sealed.");
    }

    public static UnreadableDocumentException foreign() {
        return new UnreadableDocumentException(
                Reason.NOT_A_DOCUMENT, "A stored value is not a session document. Find out who wrote it.");
    }
}
