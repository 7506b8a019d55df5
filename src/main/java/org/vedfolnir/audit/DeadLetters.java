package org.vedfolnir.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.vedfolnir.database.DatabaseUnavailability;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.session.event.EventFields;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.RecordedEvent;

/**
 * Stores events that the database rejects because of their content in a table of their own ({@code audit_dead_letter}), in ASCII. No event is lost,
 * and none blocks the later ones. Thread-safe.
 */
@ApplicationScoped
class DeadLetters {

    private static final int LONGEST_ID = 64;
    private static final int LONGEST_FIELDS = 8000;
    private static final int LONGEST_ERROR = 1000;

    @Inject
    Transactions transactions;

    @Inject
    Clock clock;

    /** Stores an event, once. */
    void add(RecordedEvent event, Throwable error) {
        transactions.withLock("audit", entities -> {
            var id = ColumnText.ascii(event.id(), LONGEST_ID);
            if (!isThere(entities, id)) {
                insert(entities, id, event, error);
            }
            return id;
        });
    }

    private static boolean isThere(EntityManager entities, String id) {
        return !entities.createNativeQuery("select event_id from audit_dead_letter where event_id = ?1")
                .setParameter(1, id)
                .getResultList()
                .isEmpty();
    }

    private void insert(EntityManager entities, String id, RecordedEvent event, Throwable error) {
        var fields = EventFields.of(new NewEvent(event.id(), event.count(), event.event(), event.context()));
        entities.createNativeQuery(
                        "insert into audit_dead_letter (event_id, feed_id, happened_at, fields, error, set_aside_at)"
                                + " values (?1, ?2, ?3, ?4, ?5, ?6)")
                .setParameter(1, id)
                .setParameter(2, ColumnText.ascii(event.place(), LONGEST_ID))
                .setParameter(3, LocalDateTime.ofInstant(event.at(), ZoneOffset.UTC))
                .setParameter(4, ColumnText.ascii(fields.toString(), LONGEST_FIELDS))
                .setParameter(5, ColumnText.ascii(DatabaseUnavailability.reason(error), LONGEST_ERROR))
                .setParameter(6, LocalDateTime.now(clock.withZone(ZoneOffset.UTC)))
                .executeUpdate();
    }
}
