package org.vedfolnir.session.store;

/**
 * How many sessions a store has, as far as its servers answered. Immutable.
 *
 * @param sessions of the servers that answered
 * @param answered one at least
 * @param servers that have sessions; 1 unless the store is a cluster of several
 */
public record SessionCount(long sessions, int answered, int servers) {

    /** Of a store of one server. */
    public static SessionCount ofOne(long sessions) {
        return new SessionCount(sessions, 1, 1);
    }

    /** Whether no session is missing. */
    public boolean isWhole() {
        return answered == servers;
    }

    /** {@code 2 of 3}. */
    public String coverage() {
        return answered + " of " + servers;
    }
}
