package org.vedfolnir.session.store;

/**
 * The user of a session, and how long the session may last. Immutable.
 *
 * @param idle idle timeout in ms; 0 for never
 * @param until absolute end, ms since 1970; 0 for none
 */
public record SessionOwner(String user, long idle, long until) {}
