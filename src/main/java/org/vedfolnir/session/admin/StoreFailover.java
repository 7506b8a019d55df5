package org.vedfolnir.session.admin;

import java.time.Instant;

/**
 * A server of the store died or left, and another one took its place without the last changes: sessions that had ended may live again.
 * Immutable.
 *
 * @param name the same on each node. It changes once where users' lists of sessions may have lost entries, as soon as they are whole again: who
 *     has looked for sessions by their users looks again
 * @param from an end before then is not lost; by the store's clock, as {@code until}
 * @param until an end after then is not lost
 */
public record StoreFailover(String name, Instant from, Instant until) {}
