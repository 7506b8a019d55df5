package org.vedfolnir.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.database.DatabaseUnavailability;
import org.vedfolnir.session.admin.SessionRegistry;

/** The steps that keep the audit trail complete. For one thread, which must survive every failure. */
@ApplicationScoped
class AuditTrailTask {

    private static final System.Logger LOG = System.getLogger(AuditTrailTask.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(10);

    @Inject
    AuditTrail trail;

    @Inject
    DeadLetters deadLetters;

    @Inject
    Reconciler reconciler;

    @Inject
    FailoverRepair endedAgain;

    @Inject
    AuditTrailHealth health;

    private @Nullable EventImport mover;
    private boolean failing;
    private boolean checkFailing;
    private long nextCheck = System.nanoTime();

    /** @return the pause before the next step */
    Duration step(ServletContext context) {
        // the manager starts after the listeners and then publishes its registry
        if (!(context.getAttribute(SessionRegistry.ATTRIBUTE) instanceof SessionRegistry registry)) {
            return PAUSE;
        }
        var more = move(context, registry);
        // after a failover the repair must not wait: users who signed out may be signed in again
        if (!failing && (System.nanoTime() - nextCheck >= 0 || endedAgain.isAwaited(registry))) {
            more |= check(registry);
        }
        return more ? Duration.ZERO : PAUSE;
    }

    private boolean move(ServletContext context, SessionRegistry registry) {
        try {
            if (mover == null) {
                mover = new EventImport(trail, deadLetters);
            }
            var more = mover.moveSome(registry.events());
            if (failing) {
                failing = false;
                LOG.log(System.Logger.Level.INFO, "The audit trail is written again, with the events that waited.");
            }
            health.setWriting(true);
            return more;
        } catch (EventImport.MoveException e) {
            if (!failing
                    && context.getAttribute(SessionRegistry.ATTRIBUTE)
                            == registry) { // otherwise the manager is stopping
                failing = true;
                health.setWriting(false);
                LOG.log(
                        System.Logger.Level.WARNING,
                        "DEGRADED: the audit trail is not written: {0}. Events wait in Redis and are written later.",
                        e.getMessage());
            }
            return false;
        }
    }

    /** If the store or the database is unavailable, the other step reports it. The rows are checked later. */
    private boolean check(SessionRegistry registry) {
        nextCheck = System.nanoTime() + BETWEEN_CHECKS.toNanos();
        try {
            var more = endedAgain.check(registry);
            more |= reconciler.check(registry);
            checkFailing = false;
            if (more) {
                nextCheck = System.nanoTime();
            }
            return more;
        } catch (RuntimeException e) {
            if (!checkFailing && !DatabaseUnavailability.isCauseOf(e)) {
                checkFailing = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "DEGRADED: open sessions of the audit trail cannot be compared with the store ({0}). The comparison is retried every ten seconds.",
                        DatabaseUnavailability.reason(e));
            }
            return false;
        }
    }
}
