package org.vedfolnir.audit;

import java.util.List;
import org.vedfolnir.database.DatabaseUnavailability;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.RecordedEvent;

/** Imports events from the feed into the audit trail, batch by batch. For one thread. */
final class EventImport {

    private static final System.Logger LOG = System.getLogger(EventImport.class.getName());
    private static final int BATCH = 200;

    private final AuditTrail trail;
    private final DeadLetters deadLetters;

    EventImport(AuditTrail trail, DeadLetters deadLetters) {
        this.trail = trail;
        this.deadLetters = deadLetters;
    }

    /** What failed: the two have different owners. */
    static final class MoveException extends Exception {

        private static final long serialVersionUID = 1;

        MoveException(String message, RuntimeException cause) {
            super(message, cause);
        }
    }

    /** @return whether there may be more at once */
    boolean moveSome(EventFeed feed) throws MoveException {
        var events = read(feed);
        if (events.isEmpty()) {
            return false;
        }
        try {
            trail.write(events);
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                throw notWritten(e);
            }
            writeOneByOne(feed, events);
            return events.size() == BATCH;
        }
        acknowledge(feed, events);
        return events.size() == BATCH;
    }

    /** So that one event that cannot be written does not hold up the others. */
    private void writeOneByOne(EventFeed feed, List<RecordedEvent> events) throws MoveException {
        var setAside = 0;
        var example = "";
        for (var event : events) {
            try {
                trail.write(List.of(event));
            } catch (RuntimeException e) {
                setAside(event, e);
                setAside++;
                example = DatabaseUnavailability.reason(e);
            }
            acknowledge(feed, List.of(event));
        }
        if (setAside > 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The database refused {0} events for what they hold, or they could not be understood ({1}). They are in the table audit_dead_letter: find out who writes them, and enter or delete them by hand.",
                    setAside,
                    example);
        }
    }

    private void setAside(RecordedEvent event, RuntimeException refusal) throws MoveException {
        if (isOutage(refusal)) {
            throw notWritten(refusal);
        }
        try {
            deadLetters.add(event, refusal);
        } catch (RuntimeException e) {
            throw notWritten(e);
        }
    }

    /**
     * Whether trying each event alone would meet the same again: the database is away, or refuses for another reason than what an event holds.
     * What is not from the database, and no fault of the trail as a whole, is of an event: it must not hold up the others.
     */
    private static boolean isOutage(RuntimeException thrown) {
        return thrown instanceof AuditTrailUnusableException
                || DatabaseUnavailability.isCauseOf(thrown)
                || DatabaseUnavailability.isOtherRefusal(thrown);
    }

    private static List<RecordedEvent> read(EventFeed feed) throws MoveException {
        try {
            return feed.read(BATCH);
        } catch (RuntimeException e) {
            throw notRead(e);
        }
    }

    private static void acknowledge(EventFeed feed, List<RecordedEvent> events) throws MoveException {
        try {
            feed.acknowledge(events.stream().map(RecordedEvent::place).toList());
        } catch (RuntimeException e) {
            throw notRead(e);
        }
    }

    private static MoveException notRead(RuntimeException cause) {
        return new MoveException(
                "the store does not give out its events (" + DatabaseUnavailability.reason(cause)
                        + "). What it keeps is written as soon as it does: check Redis and the network",
                cause);
    }

    private static MoveException notWritten(RuntimeException cause) {
        return new MoveException(
                "the database does not take events (" + DatabaseUnavailability.reason(cause)
                        + "). They wait in Redis, as long as it keeps them and has room for them: check the database",
                cause);
    }
}
