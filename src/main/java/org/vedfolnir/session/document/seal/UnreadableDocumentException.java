package org.vedfolnir.session.document.seal;

/** The stored value is not a session that this node can read. Contains the reason, and never the value. */
public final class UnreadableDocumentException extends Exception {

    private static final long serialVersionUID = 1;

    /** The reason; the audit trail records its name. */
    public enum Reason {
        /** Not JSON, or not a session. */
        NOT_A_DOCUMENT,
        /** A session that was changed, moved or truncated; or it is plain although keys are configured. */
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
                Reason.DAMAGED,
                "A stored session cannot be decrypted: it was changed or moved, or it is not" + " encrypted.");
    }

    public static UnreadableDocumentException foreign() {
        return new UnreadableDocumentException(
                Reason.NOT_A_DOCUMENT,
                "A stored value is not a session document. Another program may have written" + " it.");
    }
}
