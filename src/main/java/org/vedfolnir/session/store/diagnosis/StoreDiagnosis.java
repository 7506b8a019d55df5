package org.vedfolnir.session.store.diagnosis;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a look at the store found, beside that it answers. Each concern and note says what is so, and what to do. Immutable.
 *
 * @param concerns what endangers sessions or their events now
 * @param notes what an operator should know, and what could not be looked at
 * @param events those that wait for their reader
 * @param said those concerns that the store has said in the log itself, at once, and whose end it says
 */
public record StoreDiagnosis(List<Concern> concerns, List<String> notes, EventBacklog events, List<Concern> said) {

    public static final StoreDiagnosis GOOD = new StoreDiagnosis(List.of(), List.of());

    public StoreDiagnosis {
        concerns = Stream.concat(concerns.stream(), events.concern().stream())
                .distinct()
                .toList();
        notes = Stream.concat(notes.stream(), events.note().stream()).distinct().toList();
    }

    /** Where no events are recorded, and the store says nothing itself. */
    public StoreDiagnosis(List<Concern> concerns, List<String> notes) {
        this(concerns, notes, EventBacklog.NONE, List.of());
    }

    /** Those of its sentences that are of one application's events, and not of the store that others use too. */
    public Stream<String> ofEvents() {
        return Stream.concat(events.concern().map(Concern::sentence).stream(), events.note().stream());
    }

    /** Whether a concern is that of lost events: somebody has to act. */
    public boolean isOfEvents(Concern concern) {
        return events.concern().filter(concern::equals).isPresent();
    }
}
