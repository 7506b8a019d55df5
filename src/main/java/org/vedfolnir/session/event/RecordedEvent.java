package org.vedfolnir.session.event;

import java.time.Instant;

/**
 * An event as the feed gives it out. Immutable.
 *
 * @param id unique and ascending in one store; the same event read twice has the same id, so a reader can drop the second
 * @param at when, by the store's clock, in milliseconds
 */
public record RecordedEvent(String id, Instant at, SessionEvent event, EventContext context) {}
