package org.vedfolnir.account.hashing;

/** All places for hashing passwords are taken. Nothing was checked, and nothing changed; the same request may succeed in a moment. */
public final class BusyException extends RuntimeException {

    /** Seconds until another try is worth while: longer than the queue of a full node takes. */
    public static final String RETRY_AFTER_SECONDS = "5";

    private static final long serialVersionUID = 1;

    BusyException(String what) {
        super(what + " Try again in " + RETRY_AFTER_SECONDS + " seconds.", null, false, false);
    }
}
