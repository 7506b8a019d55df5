package org.vedfolnir.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.web.health.HealthCheck;

/**
 * Whether the audit trail is written, and what is missing in it. The application works without it, so this check is never down and only reports
 * problems. Thread-safe.
 */
@ApplicationScoped
class AuditTrailHealth implements HealthCheck {

    private static final Duration LATE = Duration.ofMinutes(1);
    private static final Duration GAPS_SHOWN = Duration.ofDays(1);

    @Inject
    Transactions transactions;

    @Inject
    Clock clock;

    private volatile boolean failing;
    private volatile boolean late;
    private volatile long deadLetters;
    private volatile long gaps;

    @Override
    public String name() {
        return "audit-trail";
    }

    @Override
    public Answer ask() {
        return new Answer(true, concerns());
    }

    private List<String> concerns() {
        var concerns = new ArrayList<String>();
        if (failing) {
            concerns.add("The audit trail cannot be written at the moment. Check the log for the reason.");
        } else if (late) {
            concerns.add("The audit trail is more than a minute behind.");
        }
        if (deadLetters > 0) {
            concerns.add(deadLetters + " events could not be written and are in the table audit_dead_letter.");
        }
        if (gaps > 0) {
            concerns.add(
                    "The audit trail has " + gaps + " gaps of the last day. The rows of type gap contain their times.");
        }
        return concerns;
    }

    void setWriting(boolean works) {
        failing = !works;
    }

    /** @param oldest the time of the oldest event that is not written yet */
    void refresh(Optional<Instant> oldest) {
        late = oldest.filter(at -> at.isBefore(clock.instant().minus(LATE))).isPresent();
        var since = LocalDateTime.ofInstant(clock.instant().minus(GAPS_SHOWN), ZoneOffset.UTC);
        transactions.read(entities -> {
            deadLetters = ((Number) entities.createNativeQuery("select count(*) from audit_dead_letter")
                            .getSingleResult())
                    .longValue();
            gaps = entities.createQuery(
                            "select count(e) from AuditEvent e where e.type = 'gap' and e.happenedAt > :since",
                            Long.class)
                    .setParameter("since", since)
                    .getSingleResult();
            return gaps;
        });
    }
}
