package org.vedfolnir.session.store;

import java.time.Instant;

/**
 * Another server took a server's place. What the old one acknowledged and had not sent on is lost: sessions that began, changes, and ends, so
 * that ended sessions may live again. Immutable.
 *
 * @param place of the new server, for people
 * @param formerPlace of the old one
 * @param from what was written before is there; by the store's clock, as {@code until}
 * @param until what is written from then on is not concerned
 */
public record Failover(String place, String formerPlace, Instant from, Instant until) {}
