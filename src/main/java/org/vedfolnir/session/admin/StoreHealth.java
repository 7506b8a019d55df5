package org.vedfolnir.session.admin;

import java.time.Duration;
import java.util.List;

/**
 * The health of the store. Immutable.
 *
 * @param up whether it answered now
 * @param roundTrip how long one reply took, or how long the probe waited for it
 * @param concerns what endangered sessions or their events at the last diagnosis, some seconds ago: a sentence for
 *     each, with the remedy
 * @param summaries the same in fixed words, one for each kind, without addresses and names, so that they can be
 *     published
 * @param notes what else an operator should know, and what could not be diagnosed
 * @param lostEvents how many events were dropped since the store began; the audit trail has a row for each gap
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
}
