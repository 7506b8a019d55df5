package org.vedfolnir.audit;

import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.RecordedEvent;

/**
 * Moves events from the feed into the audit trail, on one thread from the start of the application to its stop. Each node runs one;
 * the feed gives an event to one of them.
 */
@WebListener
public final class AuditReader implements ServletContextListener, Runnable {

    private static final System.Logger LOG = System.getLogger(AuditReader.class.getName());
    private static final int BATCH = 200;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;
    private @Nullable ServletContext context;
    private boolean failing;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AuditTrail trail;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        context = event.getServletContext();
        var reader = new Thread(this, "vedfolnir-audit");
        reader.setDaemon(true);
        reader.start();
        thread = reader;
    }

    /** What was read and not acknowledged stays in the feed. */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        stop.countDown();
        if (thread != null) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void run() {
        try {
            while (!stop.await(0, TimeUnit.MILLISECONDS)) {
                if (!moveSome()) {
                    stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether there may be more at once */
    private boolean moveSome() {
        // the manager starts after the listeners, and publishes its registry then
        if (context == null || !(context.getAttribute(SessionRegistry.ATTRIBUTE) instanceof SessionRegistry registry)) {
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
            feed.acknowledge(events.stream().map(RecordedEvent::id).toList());
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
                feed.acknowledge(List.of(event.id()));
            } catch (PersistenceException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
