package org.vedfolnir.session.store.diagnosis;

import java.time.Instant;

/**
 * Another server took a server's place. What the old one acknowledged and had not sent on is lost: sessions that began, changes, and ends, so
 * that ended sessions may live again. Immutable.
 *
 * @param name tells it from others, on each node
 * @param place of the new server, for people
 * @param formerPlace of the old one
 * @param from what was written before is there; by the store's clock, as {@code until}
 * @param until what is written from then on is not concerned
 * @param listed whether every session is in its user's list again, which may have lain on the old server
 */
public record Failover(String name, String place, String formerPlace, Instant from, Instant until, boolean listed) {

    /** The same, when that is so. */
    public Failover withLists(boolean whole) {
        return new Failover(name, place, formerPlace, from, until, whole);
    }
}
