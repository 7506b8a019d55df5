package org.vedfolnir.session.event;

import java.time.Instant;

/**
 * An event as the feed gives it out. Immutable.
 *
 * @param place the event's place in the feed, by which it is acknowledged; two events may have had the same one at different times
 * @param id names the event once and for all: a reader that knows it already drops the second
 * @param at when, by the store's clock, in milliseconds
 * @param count how many events of the same kind it sums up; 1 for a single one
 */
public record RecordedEvent(
        String place, String id, Instant at, long count, SessionEvent event, EventContext context) {}
