package org.vedfolnir.session.store.diagnosis;

import java.util.Optional;

/**
 * The events that wait for their reader. Immutable.
 *
 * @param bytes about how much of the store's memory they take
 * @param most how much they may take: {@code eventBytes}; 0 when none are recorded
 * @param lost how many events were not kept since the store began
 * @param missing how many of those no reader was told of yet, by the row of a gap
 */
public record EventBacklog(long bytes, long most, long lost, long missing) {

    /** No events are recorded. */
    public static final EventBacklog NONE = new EventBacklog(0, 0, 0, 0);

    /** While events are missing that the audit trail does not tell of. Says nothing that changes meanwhile. */
    Optional<Concern> concern() {
        return missing <= 0
                ? Optional.empty()
                : Optional.of(
                        new Concern(
                                "Events are missing in the audit trail.",
                                "Events are missing in the audit trail: there was no room for them (eventBytes, " + most
                                        + " bytes), or somebody removed them from the store. Sessions go on. Mend the database that the"
                                        + " trail is written to, or raise eventBytes; the trail then gets a row that says from when to when."));
    }

    /** Before it comes to that: most kinds of events have three quarters of the room. */
    Optional<String> note() {
        return bytes <= most / 5 * 3
                ? Optional.empty()
                : Optional.of("More than 60 % of the room for events is full (eventBytes, " + most
                        + " bytes): the audit trail does not keep up, or does not read. Mend its database, or raise"
                        + " eventBytes, before events are lost.");
    }
}
