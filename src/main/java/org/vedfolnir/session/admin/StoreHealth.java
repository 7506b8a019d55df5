package org.vedfolnir.session.admin;

import java.time.Duration;
import java.util.List;

/**
 * How the store does. Immutable.
 *
 * @param up whether it answered now
 * @param roundTrip how long one answer took, or how long was waited for it
 * @param concerns what endangered sessions or their events when the store was last looked at, some seconds ago: a sentence for each, with what to do
 * @param summaries the same in fixed words, one for each kind, without addresses and names: fit for everybody
 * @param notes what else an operator should know of it, and what could not be looked at
 * @param lostEvents how many events were not kept since the store began; the audit trail has a row for each gap
 */
public record StoreHealth(
        boolean up,
        Duration roundTrip,
        List<String> concerns,
        List<String> summaries,
        List<String> notes,
        long lostEvents) {

    public StoreHealth {
        concerns = List.copyOf(concerns);
        summaries = List.copyOf(summaries);
        notes = List.copyOf(notes);
    }

    /** Whether it is away, or may lose sessions. */
    public boolean degraded() {
        return !up || !concerns.isEmpty();
    }
}
