package org.vedfolnir.account.hashing;

/**
 * For whom a password is hashed.
 *
 * @param known somebody whom this site knows already: by a session, a device cookie or a link. Nobody else can take their places
 * @param key what has a share of the places: an account, or a stranger's network
 */
public record Asker(boolean known, String key) {

    public static Asker known(long account) {
        return new Asker(true, Long.toString(account));
    }

    /** Who holds the link of the first start: there is no account yet. */
    public static Asker first() {
        return new Asker(true, "first");
    }

    public static Asker stranger(String network) {
        return new Asker(false, network);
    }
}
