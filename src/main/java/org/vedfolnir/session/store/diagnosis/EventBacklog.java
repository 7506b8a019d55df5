package org.vedfolnir.session.store.diagnosis;

import java.util.Optional;

/**
 * The events that wait for their reader. Immutable.
 *
 * @param bytes approximate memory of the store that they take
 * @param most how much they may take: {@code eventBytes}; 0 if no events are recorded
 * @param lost how many events were dropped since the store began
 * @param missing how many of those no gap row has reported to a reader yet
 */
public record EventBacklog(long bytes, long most, long lost, long missing) {

    /** No events are recorded. */
    public static final EventBacklog NONE = new EventBacklog(0, 0, 0, 0);

    /**
     * Reports events that are missing and not yet reported in the audit trail. Contains no figure that changes
     * meanwhile.
     */
    Optional<Concern> concern() {
        return missing <= 0
                ? Optional.empty()
                : Optional.of(new Concern(
                        "Events are missing in the audit trail.",
                        "Events are missing in the audit trail: the store had no room for them (eventBytes,"
                                + " " + most
                                + " bytes), or they were removed from the store. Sessions are not affected."
                                + " Repair the database of the"
                                + " trail, or raise eventBytes; the trail then gets a row with the period of"
                                + " the gap."));
    }

    /** Warns before events are lost: most kinds of events may use three quarters of the room. */
    Optional<String> note() {
        return bytes <= most / 5 * 3
                ? Optional.empty()
                : Optional.of("More than 60 % of the room for events is used (eventBytes, " + most
                        + " bytes): the audit trail does not keep up, or does not read. Repair its database, or raise"
                        + " eventBytes, before events are lost.");
    }
}
