package org.vedfolnir.audit;

import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;

/** The open rows of {@code audit_session}, and what the store has of them. Thread-safe. */
@ApplicationScoped
class OpenSessionRows {

    private static final String LOCK = "audit";
    private static final int LONGEST_USER = 128;

    @Inject
    Transactions transactions;

    @Inject
    AuditTrail trail;

    /**
     * An open row.
     *
     * @param missingSince when the session was first missing in the store; null if it was not
     * @param era the content of the store that it is known to belong to
     */
    record Row(String handle, String user, @Nullable LocalDateTime missingSince, long era) {

        /** Whether the row already says that the present content of the store has the session. */
        boolean saysFound(long present) {
            return missingSince == null && era == present;
        }
    }

    /** Stores which content the store has now. */
    void noteGeneration(String generation) {
        transactions.withLock(LOCK, entities -> {
            StoreEra.note(entities, generation);
            return generation;
        });
    }

    /**
     * Takes the open rows that were not checked for the longest time, so that another node takes others.
     *
     * @param before only rows without an event and without a check since then
     * @param longBefore the same for the check of a row whose session the present content of the store had
     */
    @SuppressWarnings("unchecked")
    List<Row> take(int most, Instant now, Instant before, Instant longBefore) {
        return transactions.withLock(LOCK, entities -> {
            // the sessions of a user whose name was cut cannot be found
            var rows = ((List<Object[]>) entities.createNativeQuery(
                                    "select handle, user_id, missing_since, store_era from audit_session"
                                            + " where closed_at is null and last_event_at < ?1 and (checked_at is null or checked_at < ?3"
                                            + " or checked_at < ?1 and (missing_since is not null or store_era <> ?4))"
                                            + " and char_length(user_id) < ?2 order by checked_at nulls first, handle")
                            .setParameter(1, utc(before))
                            .setParameter(2, LONGEST_USER)
                            .setParameter(3, utc(longBefore))
                            .setParameter(4, StoreEra.present(entities))
                            .setMaxResults(most)
                            .getResultList())
                    .stream().map(OpenSessionRows::row).toList();
            set(entities, "checked_at = ?1", rows, utc(now));
            return rows;
        });
    }

    private static Row row(Object[] columns) {
        var since = columns[2] instanceof Timestamp timestamp ? timestamp.toLocalDateTime() : columns[2];
        return new Row(
                String.valueOf(columns[0]),
                String.valueOf(columns[1]),
                (LocalDateTime) since,
                ((Number) columns[3]).longValue());
    }

    /** One statement for any number of rows, because the whole cluster waits for the lock. */
    private static void set(EntityManager entities, String what, Collection<Row> rows, Object value) {
        if (rows.isEmpty()) {
            return;
        }
        var places = IntStream.range(2, rows.size() + 2)
                .mapToObj(place -> "?" + place)
                .collect(joining(", "));
        var update = entities.createNativeQuery(
                        "update audit_session set " + what + " where closed_at is null and handle in (" + places + ")")
                .setParameter(1, value);
        var place = 2;
        for (var row : rows) {
            update.setParameter(place++, row.handle());
        }
        update.executeUpdate();
    }

    /** Marks rows whose sessions the store has. Writes nothing and takes no lock for rows that already say so. */
    void found(Collection<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var present = transactions.read(StoreEra::present);
        var news = rows.stream().filter(row -> !row.saysFound(present)).toList();
        if (!news.isEmpty()) {
            transactions.withLock(LOCK, entities -> {
                set(entities, "missing_since = null, store_era = ?1", news, StoreEra.present(entities));
                return news;
            });
        }
    }

    /** Marks rows whose sessions are missing in the store from now on. */
    void missed(Collection<Row> rows, Instant now) {
        if (!rows.isEmpty()) {
            transactions.withLock(LOCK, entities -> {
                set(entities, "missing_since = ?1", rows, utc(now));
                return rows;
            });
        }
    }

    /** Closes the rows that are still open, and records each end as one event, also if this is repeated. */
    void close(Collection<Row> rows, String node) {
        transactions.withLock(LOCK, entities -> {
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
