package org.vedfolnir.session.store.diagnosis;

import java.util.List;
import java.util.stream.Stream;

/**
 * The result of a diagnosis of a reachable store. Each concern and note contains the problem and the remedy. Immutable.
 *
 * @param concerns what endangers sessions or their events now
 * @param notes what else an operator should know, and what could not be diagnosed
 * @param events those that wait for their reader
 * @param logged concerns that the store itself has already logged, and whose end it logs
 */
public record StoreDiagnosis(List<Concern> concerns, List<String> notes, EventBacklog events, List<Concern> logged) {

    public static final StoreDiagnosis GOOD = new StoreDiagnosis(List.of(), List.of());

    public StoreDiagnosis {
        concerns = Stream.concat(concerns.stream(), events.concern().stream())
                .distinct()
                .toList();
        notes = Stream.concat(notes.stream(), events.note().stream()).distinct().toList();
    }

    /** A diagnosis without events, of a store that logs nothing itself. */
    public StoreDiagnosis(List<Concern> concerns, List<String> notes) {
        this(concerns, notes, EventBacklog.NONE, List.of());
    }

    /** Returns the sentences about one application's events, as opposed to the store that others use too. */
    public Stream<String> ofEvents() {
        return Stream.concat(events.concern().map(Concern::sentence).stream(), events.note().stream());
    }

    /** Whether a concern is that of lost events, which an operator has to resolve. */
    public boolean isOfEvents(Concern concern) {
        return events.concern().filter(concern::equals).isPresent();
    }
}
