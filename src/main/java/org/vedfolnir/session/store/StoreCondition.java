package org.vedfolnir.session.store;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a look at the store found, beside that it answers. Each concern and note says what is so, and what to do. Immutable.
 *
 * @param concerns what endangers sessions or their events now
 * @param notes what an operator should know, and what could not be looked at
 * @param events those that wait for their reader
 */
public record StoreCondition(List<Concern> concerns, List<String> notes, EventBacklog events) {

    public static final StoreCondition GOOD = new StoreCondition(List.of(), List.of());

    public StoreCondition {
        concerns = Stream.concat(concerns.stream(), events.concern().stream())
                .distinct()
                .toList();
        notes = Stream.concat(notes.stream(), events.note().stream()).distinct().toList();
    }

    /** Where no events are recorded. */
    public StoreCondition(List<Concern> concerns, List<String> notes) {
        this(concerns, notes, EventBacklog.NONE);
    }

    /** Whether a concern is that of lost events: somebody has to act. */
    public boolean isOfEvents(Concern concern) {
        return events.concern().filter(concern::equals).isPresent();
    }
}
