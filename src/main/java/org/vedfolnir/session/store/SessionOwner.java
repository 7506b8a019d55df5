package org.vedfolnir.session.store;

/**
 * Whose a session is, and how long that may be so. Immutable.
 *
 * @param idle idle timeout in ms; 0 for never
 * @param until absolute end, ms since 1970; 0 for none
 */
public record SessionOwner(String user, long idle, long until) {}
