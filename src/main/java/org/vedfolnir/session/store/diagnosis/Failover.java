package org.vedfolnir.session.store.diagnosis;

import java.time.Instant;

/**
 * Another server replaced a server of the store. What the old one acknowledged and had not replicated is lost: new
 * sessions, changes, and ends, so that ended sessions may be live again. Immutable.
 *
 * @param name unique, and identical on each node
 * @param place of the new server, for people
 * @param formerPlace of the old server
 * @param from writes before this time are not lost; by the store's clock, like {@code until}
 * @param until writes from this time on are not affected
 * @param listed whether users' lists of sessions, which may have been on the old server, are complete again
 */
public record Failover(String name, String place, String formerPlace, Instant from, Instant until, boolean listed) {

    /** Returns the same failover with another {@code listed}. */
    public Failover withLists(boolean whole) {
        return new Failover(name, place, formerPlace, from, until, whole);
    }
}
