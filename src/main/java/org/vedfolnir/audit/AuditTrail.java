package org.vedfolnir.audit;

import static java.util.stream.Collectors.toMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.session.event.ClientNetwork;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.web.ApplicationSetting;
import org.vedfolnir.web.Settings;

/** Writes events into the audit tables. Thread-safe. */
@ApplicationScoped
public class AuditTrail {

    private enum AddressForm {
        SHORT,
        FULL,
        NONE
    }

    @Inject
    Transactions transactions;

    @Inject
    Settings settings;

    /**
     * Writes a batch in one transaction. Events that are already stored are skipped.
     *
     * @throws jakarta.persistence.PersistenceException if the database fails
     */
    public void write(List<RecordedEvent> events) {
        transactions.withLock("audit", entities -> {
            write(entities, events);
            return events;
        });
    }

    /** The same in the transaction of the caller, which holds the lock {@code audit}. */
    void write(EntityManager entities, List<RecordedEvent> events) {
        var known = known(entities, events);
        var era = StoreEra.present(entities);
        for (var event : events) {
            if (known.add(AuditEvent.id(event))) {
                write(entities, event, era);
            }
        }
    }

    /** The ids of events that are already stored. Nodes of an older version store no ids; their events are recognized by their places in the feed. */
    private static Set<String> known(EntityManager entities, List<RecordedEvent> events) {
        var places = events.stream().collect(toMap(RecordedEvent::place, AuditEvent::id, (one, other) -> one));
        var known = new HashSet<>(
                entities.createQuery("select e.eventId from AuditEvent e where e.eventId in :ids", String.class)
                        .setParameter("ids", events.stream().map(AuditEvent::id).toList())
                        .getResultList());
        entities.createQuery(
                        "select e.feedId from AuditEvent e where e.eventId is null and e.feedId in :places",
                        String.class)
                .setParameter("places", places.keySet())
                .getResultStream()
                .forEach(place -> known.add(places.getOrDefault(place, place)));
        return known;
    }

    private void write(EntityManager entities, RecordedEvent event, long era) {
        var address = address(event.context());
        entities.persist(new AuditEvent(event, address));
        var handle = AuditedSession.handle(event.context().session());
        if (handle == null) {
            return;
        }
        var session = entities.find(AuditedSession.class, handle);
        if (session == null && opensOrCloses(event)) {
            session = new AuditedSession(handle, event, era);
            entities.persist(session);
        }
        if (session != null) {
            session.add(event, address);
        }
    }

    /** Sessions without a signed-in user have no row. */
    private static boolean opensOrCloses(RecordedEvent event) {
        return event.event() instanceof SessionEvent.SignedIn
                || event.event() instanceof SessionEvent.Ended
                        && event.context().user() != null;
    }

    private @Nullable String address(EventContext context) {
        var full = context.address();
        return switch (addressForm()) {
            case SHORT -> full == null ? null : ClientNetwork.of(full);
            case FULL -> ColumnText.fit(full, 64);
            case NONE -> null;
        };
    }

    private AddressForm addressForm() {
        return AddressForm.valueOf(
                settings.read(ApplicationSetting.AUDIT_ADDRESS).toUpperCase(Locale.ROOT));
    }
}
