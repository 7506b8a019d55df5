package org.vedfolnir.session.admin;

import java.time.Instant;

/**
 * A server of the store died or left, and another one replaced it without the last changes: ended sessions may be live
 * again. Immutable.
 *
 * @param name identical on each node. It changes once if users' lists of sessions may have lost entries, as soon as
 *     they are complete again: a caller that searched sessions by user then repeats the search
 * @param from ends before this time are not lost; by the store's clock, like {@code until}
 * @param until ends after this time are not lost
 */
public record StoreFailover(String name, Instant from, Instant until) {}
