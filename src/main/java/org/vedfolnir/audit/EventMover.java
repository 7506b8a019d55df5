package org.vedfolnir.audit;

import jakarta.persistence.PersistenceException;
import jakarta.servlet.ServletContext;
import java.util.List;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.RecordedEvent;

/** Moves events from the feed into the audit trail, batch by batch. For one thread. */
final class EventMover {

    private static final System.Logger LOG = System.getLogger(EventMover.class.getName());
    private static final int BATCH = 200;

    private final ServletContext context;
    private final AuditTrail trail;
    private boolean failing;

    EventMover(ServletContext context, AuditTrail trail) {
        this.context = context;
        this.trail = trail;
    }

    /** @return whether there may be more at once */
    boolean moveSome() {
        // the manager starts after the listeners, and publishes its registry then
        if (!(context.getAttribute(SessionRegistry.ATTRIBUTE) instanceof SessionRegistry registry)) {
            return false;
        }
        try {
            var moved = move(registry.events());
            if (failing) {
                failing = false;
                LOG.log(System.Logger.Level.INFO, "The audit trail is written again.");
            }
            return moved;
        } catch (RuntimeException e) { // whatever failed, store or database: the events wait, and this thread must live
            if (!failing
                    && context.getAttribute(SessionRegistry.ATTRIBUTE) == registry) { // else the manager is stopping
                failing = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "DEGRADED: the audit trail cannot be written ({0}). Events wait in the store; nothing is lost. Check the database.",
                        e.getMessage());
            }
            return false;
        }
    }

    private boolean move(EventFeed feed) {
        var events = feed.read(BATCH);
        if (events.isEmpty()) {
            return false;
        }
        try {
            trail.write(events);
            feed.acknowledge(events.stream().map(RecordedEvent::place).toList());
        } catch (PersistenceException e) {
            moveOneByOne(feed, events);
        }
        return events.size() == BATCH;
    }

    /** So that one event that cannot be written does not hold up the others. */
    private void moveOneByOne(EventFeed feed, List<RecordedEvent> events) {
        PersistenceException failed = null;
        for (var event : events) {
            try {
                trail.write(List.of(event));
                feed.acknowledge(List.of(event.place()));
            } catch (PersistenceException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
