package org.vedfolnir.account.hashing;

/** No permit to hash a password was free. Nothing was checked or changed; the same request may succeed a moment later. */
public final class HashingOverloadException extends RuntimeException {

    /** Seconds until a retry makes sense: longer than a full queue takes. */
    public static final String RETRY_AFTER_SECONDS = "5";

    private static final long serialVersionUID = 1;

    HashingOverloadException(String what) {
        super(what + " Try again in " + RETRY_AFTER_SECONDS + " seconds.", null, false, false);
    }
}
