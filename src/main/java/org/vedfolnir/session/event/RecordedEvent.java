package org.vedfolnir.session.event;

import java.time.Instant;

/**
 * An event that the feed has delivered. Immutable.
 *
 * @param place the event's position in the feed, by which it is acknowledged; two events may have had the same one at
 *     different times
 * @param id unique: a reader drops a second event with a known id
 * @param at when it happened, by the store's clock, to the millisecond
 * @param count how many events of the same kind it sums up; 1 for a single event
 */
public record RecordedEvent(
        String place, String id, Instant at, long count, SessionEvent event, EventContext context) {}
