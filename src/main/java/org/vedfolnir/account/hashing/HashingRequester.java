package org.vedfolnir.account.hashing;

/**
 * The user or the network for which a password is hashed.
 *
 * @param known whether a session, a device cookie or a link identifies the user. Strangers cannot use their permits
 * @param key of the share: an account, or a stranger's network
 */
public record HashingRequester(boolean known, String key) {

    public static HashingRequester known(long account) {
        return new HashingRequester(true, Long.toString(account));
    }

    /** The holder of the setup link: there is no account yet. */
    public static HashingRequester first() {
        return new HashingRequester(true, "first");
    }

    public static HashingRequester stranger(String network) {
        return new HashingRequester(false, network);
    }
}
