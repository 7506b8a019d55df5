package org.vedfolnir.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;

/** The rows of {@code audit_session} that are open, and what is found out of them. Thread-safe. */
@ApplicationScoped
class OpenSessions {

    private static final String TURN = "audit";
    private static final int LONGEST_USER = 128;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Transactions transactions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    AuditTrail trail;

    /**
     * An open row.
     *
     * @param missingSince when the store was first found to miss the session; null when it was not
     */
    record Row(String handle, String user, @Nullable LocalDateTime missingSince) {}

    /** Notes which content the store has now. */
    void noteGeneration(String generation) {
        transactions.inTurn(TURN, entities -> {
            StoreEra.note(entities, generation);
            return generation;
        });
    }

    /**
     * Takes the open rows that were not checked for the longest time, so that another node takes others.
     *
     * @param before only rows that had no event since then, and were not checked since then
     */
    @SuppressWarnings("unchecked")
    List<Row> take(int most, Instant now, Instant before) {
        return transactions.inTurn(TURN, entities -> {
            // a user whose name was cut cannot be asked for
            var rows = ((List<Object[]>)
                            entities.createNativeQuery("select handle, user_id, missing_since from audit_session"
                                            + " where closed_at is null and last_event_at < ?1 and (checked_at is null or checked_at < ?1)"
                                            + " and char_length(user_id) < ?2 order by checked_at nulls first, handle")
                                    .setParameter(1, utc(before))
                                    .setParameter(2, LONGEST_USER)
                                    .setMaxResults(most)
                                    .getResultList())
                    .stream().map(OpenSessions::row).toList();
            set(entities, "checked_at = ?2", handles(rows), utc(now));
            return rows;
        });
    }

    private static Row row(Object[] columns) {
        var since = columns[2] instanceof Timestamp timestamp ? timestamp.toLocalDateTime() : columns[2];
        return new Row(String.valueOf(columns[0]), String.valueOf(columns[1]), (LocalDateTime) since);
    }

    private static List<String> handles(Collection<Row> rows) {
        return rows.stream().map(Row::handle).toList();
    }

    private static void set(EntityManager entities, String what, Collection<String> handles, Object value) {
        for (var handle : handles) {
            entities.createNativeQuery("update audit_session set " + what + " where handle = ?1 and closed_at is null")
                    .setParameter(1, handle)
                    .setParameter(2, value)
                    .executeUpdate();
        }
    }

    /** The store has these. */
    void found(Collection<Row> rows) {
        if (!rows.isEmpty()) {
            transactions.inTurn(TURN, entities -> {
                set(entities, "missing_since = null, store_era = ?2", handles(rows), StoreEra.present(entities));
                return rows;
            });
        }
    }

    /** The store misses these from now on. */
    void missed(Collection<Row> rows, Instant now) {
        if (!rows.isEmpty()) {
            transactions.inTurn(TURN, entities -> {
                set(entities, "missing_since = ?2", handles(rows), utc(now));
                return rows;
            });
        }
    }

    /** Closes those of these rows that are open still, and records each end as an event, once, whoever tries it again. */
    void close(Collection<Row> rows, String node) {
        transactions.inTurn(TURN, entities -> {
            var era = StoreEra.present(entities);
            for (var row : rows) {
                var session = entities.find(AuditedSession.class, row.handle());
                if (session != null && row.missingSince() != null && session.isMissing(row.missingSince())) {
                    trail.write(entities, List.of(ended(entities, row, session.reasonWhenMissing(era), node)));
                }
            }
            return rows;
        });
    }

    private static RecordedEvent ended(EntityManager entities, Row row, EndReason reason, String node) {
        var since = row.missingSince() == null ? LocalDateTime.MIN : row.missingSince();
        return new RecordedEvent(
                "reconciled",
                "reconciled:" + row.handle(),
                since.toInstant(ZoneOffset.UTC),
                1,
                new SessionEvent.Ended(reason),
                new EventContext(application(entities, row.handle()), node, row.handle(), row.user(), null, null));
    }

    private static String application(EntityManager entities, String handle) {
        return entities.createQuery("select e.application from AuditEvent e where e.session = :handle", String.class)
                .setParameter("handle", handle)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse("");
    }

    private static LocalDateTime utc(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
