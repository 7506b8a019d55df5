package org.vedfolnir.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.audit.OpenSessionRows.Row;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Compares the open rows of the audit trail with the store, because a session can disappear without an event: it expired while no node was running,
 * or the store was emptied. Such a row is closed once, with the reason, when two conditions hold:
 *
 * <ul>
 *   <li>no node will report the end any more: the session has been missing for longer than a document outlives its session, which is how long a node
 * may take to notice the expiry;
 *   <li>no node has reported it yet: all events up to the time when it was first missing are written.
 * </ul>
 *
 * <p>If the store does not answer, or this node cannot read a document, the session is not missing. Thread-safe.
 */
@ApplicationScoped
class Reconciler {

    static final int BATCH = 100;
    /** Rows with an event or a check within this time are not checked. */
    private static final Duration REST = Duration.ofMinutes(1);
    /** The same for a check that found the session: finding the sessions of a user reads all of them. */
    private static final Duration LONG_REST = Duration.ofMinutes(10);
    /** A document outlives its session by a minute. */
    private static final Duration CERTAIN = Duration.ofMinutes(2);
    /** The maximum difference between the clocks of the nodes, which date a missing session, and the store, which dates events. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    @Inject
    OpenSessionRows open;

    @Inject
    AuditTrailHealth health;

    @Inject
    Clock clock;

    /** @return whether more rows may be available at once */
    boolean check(SessionRegistry registry) {
        var feed = registry.events();
        open.noteGeneration(feed.generation());
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var rows = open.take(BATCH, now, now.minus(REST), now.minus(LONG_REST));
        var found = new ArrayList<Row>();
        var missed = new ArrayList<Row>();
        var over = new ArrayList<Row>();
        var handles = new HashMap<String, Optional<Set<String>>>();
        for (var row : rows) {
            var alive = handles.computeIfAbsent(row.user(), registry::handlesOf);
            if (alive.isEmpty()) {
                continue; // the store does not know
            }
            if (alive.get().contains(row.handle())) {
                found.add(row);
            } else if (row.missingSince() == null) {
                missed.add(row);
            } else if (isBefore(row.missingSince(), now.minus(CERTAIN))) {
                over.add(row);
            }
        }
        open.found(found);
        open.missed(missed, now);
        var oldest = feed.oldest();
        health.refresh(oldest);
        close(over, oldest, registry.node());
        return rows.size() == BATCH;
    }

    private void close(List<Row> over, Optional<Instant> oldest, String node) {
        var certain = over.stream()
                .filter(row -> oldest.isEmpty()
                        || isBefore(row.missingSince(), oldest.get().minus(CLOCKS)))
                .toList();
        if (!certain.isEmpty()) {
            open.close(certain, node);
        }
    }

    private static boolean isBefore(@Nullable LocalDateTime since, Instant moment) {
        return since != null && since.toInstant(ZoneOffset.UTC).isBefore(moment);
    }
}
