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

    /** The store or the database failed; the message says which, because they may have different operators. */
    static final class MoveException extends Exception {

        private static final long serialVersionUID = 1;

        MoveException(String message, RuntimeException cause) {
            super(message, cause);
        }
    }

    /** @return whether more events may be available at once */
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

    /** Writes each event alone, so that one that the database rejects does not block the others. */
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
                    "{0} events could not be written, because the database rejects their content or they are unreadable ({1}). They are in the table audit_dead_letter. Find their source, and insert or delete them by hand.",
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
     * Whether each single event would fail in the same way: the database is unavailable, or rejects events for a reason other than their content. Any
     * other failure is caused by one event, which must not block the others.
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
                "the events cannot be read from the store (" + DatabaseUnavailability.reason(cause)
                        + "). Check Redis and the network; the import continues when the store answers",
                cause);
    }

    private static MoveException notWritten(RuntimeException cause) {
        return new MoveException(
                "the database does not accept events (" + DatabaseUnavailability.reason(cause)
                        + "). Check the database; the events wait in Redis, which keeps a limited number",
                cause);
    }
}
