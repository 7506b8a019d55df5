package org.vedfolnir.audit;

import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.session.admin.StoreFailover;
import org.vedfolnir.session.event.EndReason;

/**
 * The rows of {@code audit_session} that were closed while a failover of the store may have lost their ends. Only the clock of the database decides
 * which of them were compared afterwards, because the clocks of nodes differ. Thread-safe.
 */
@ApplicationScoped
class ClosedSessionRows {

    private static final String LOCK = "audit";
    private static final int LONGEST_USER = 128;
    private static final int LONGEST_NODE = 128;
    /** The maximum difference between the clocks: one server of the store dates the failover, another one the row. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    @Inject
    Transactions transactions;

    /** A closed row. */
    record Row(String handle, String user, EndReason reason) {}

    /**
     * Takes rows that were not compared since the failover was noticed. Takes none while another node works on them and was active in the last half
     * minute. Expired sessions expire again by themselves, and missing sessions had no end that could be lost.
     *
     * @param after the handle after which to continue; empty for the beginning
     */
    @SuppressWarnings("unchecked")
    List<Row> take(StoreFailover failover, String node, String after, int most) {
        return transactions.withLock(LOCK, entities -> {
            if (!isTurnOf(entities, failover.name(), ColumnText.required(node, LONGEST_NODE))) {
                return List.of();
            }
            // the sessions of a user whose name was cut cannot be found
            return ((List<Object[]>) entities.createNativeQuery("select handle, user_id, end_reason from audit_session"
                                    + " where closed_at between ?1 and ?2 and end_reason not in ('EXPIRED', 'LOST')"
                                    + " and char_length(user_id) < ?3 and handle > ?4 and (compared_at is null or compared_at <"
                                    + " (select noticed_at from audit_failover where name = ?5)) order by handle")
                            .setParameter(1, utc(failover.from().minus(CLOCKS)))
                            .setParameter(2, utc(failover.until().plus(CLOCKS)))
                            .setParameter(3, LONGEST_USER)
                            .setParameter(4, after)
                            .setParameter(5, failover.name())
                            .setMaxResults(most)
                            .getResultList())
                    .stream().map(ClosedSessionRows::row).toList();
        });
    }

    private static Row row(Object[] columns) {
        return new Row(
                String.valueOf(columns[0]), String.valueOf(columns[1]), EndReason.named(String.valueOf(columns[2])));
    }

    /** Whether this node may work on the failover. Stores the failover if no node has done so. */
    private static boolean isTurnOf(EntityManager entities, String failover, String node) {
        entities.createNativeQuery(
                        "delete from audit_failover where noticed_at < localtimestamp - interval '1' day and name <> ?1")
                .setParameter(1, failover)
                .executeUpdate();
        var taken = entities.createNativeQuery("update audit_failover set node = ?1, taken_at = localtimestamp"
                        + " where name = ?2 and (node = ?1 or taken_at < localtimestamp - interval '30' second)")
                .setParameter(1, node)
                .setParameter(2, failover)
                .executeUpdate();
        return taken > 0 || isNoted(entities, failover, node);
    }

    /** False if another node has stored it. */
    private static boolean isNoted(EntityManager entities, String failover, String node) {
        var known = entities.createNativeQuery("select name from audit_failover where name = ?1")
                .setParameter(1, failover)
                .getResultList();
        if (!known.isEmpty()) {
            return false;
        }
        entities.createNativeQuery("insert into audit_failover (name, noticed_at, node, taken_at)"
                        + " values (?1, localtimestamp, ?2, localtimestamp)")
                .setParameter(1, failover)
                .setParameter(2, node)
                .executeUpdate();
        return true;
    }

    /**
     * Marks rows whose sessions are not alive. The time of the mark is when they were taken: a failover that is noticed in the meantime requires
     * another comparison.
     */
    void compared(StoreFailover failover, Collection<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        transactions.withLock(LOCK, entities -> {
            var places = IntStream.range(2, rows.size() + 2)
                    .mapToObj(place -> "?" + place)
                    .collect(joining(", "));
            var update = entities.createNativeQuery("update audit_session set compared_at ="
                            + " (select taken_at from audit_failover where name = ?1) where handle in (" + places + ")")
                    .setParameter(1, failover.name());
            var place = 2;
            for (var row : rows) {
                update.setParameter(place++, row.handle());
            }
            return update.executeUpdate();
        });
    }

    private static LocalDateTime utc(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
