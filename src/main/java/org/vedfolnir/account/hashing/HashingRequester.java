package org.vedfolnir.account.hashing;

/**
 * Who a password is hashed for.
 *
 * @param known whether this site knows them: by a session, a device cookie or a link. Strangers cannot take their permits
 * @param key of the share that they use: an account, or a stranger's network
 */
public record HashingRequester(boolean known, String key) {

    public static HashingRequester known(long account) {
        return new HashingRequester(true, Long.toString(account));
    }

    /** The holder of the link of the first start: there is no account yet. */
    public static HashingRequester first() {
        return new HashingRequester(true, "first");
    }

    public static HashingRequester stranger(String network) {
        return new HashingRequester(false, network);
    }
}
