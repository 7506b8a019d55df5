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
 * Compares the open rows of the audit trail with the store, since a session may go without an event: its time was over while no node was up, or
 * the store was emptied. Such a row is closed once, with the reason, when two things are certain:
 *
 * <ul>
 *   <li>nobody else will say that the session ended: it has been missing for longer than a document outlives its session, which is how long a
 *       node may take to notice that its time is over;
 *   <li>nobody has said so already: all events of the time until it was missing are written.
 * </ul>
 *
 * <p>A store that does not answer, or a document that this node cannot read, is no missing session. Thread-safe.
 */
@ApplicationScoped
class Reconciler {

    static final int BATCH = 100;
    /** How long a session had no event, and was not checked. */
    private static final Duration REST = Duration.ofMinutes(1);
    /** How long it was not checked when the store had it: to look for the sessions of a user reads them all. */
    private static final Duration LONG_REST = Duration.ofMinutes(10);
    /** A document outlives its session by a minute. */
    private static final Duration CERTAIN = Duration.ofMinutes(2);
    /** Nodes say when a session was missing, the store says when an event happened: their clocks may differ by this. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    @Inject
    OpenSessionRows open;

    @Inject
    AuditTrailHealth health;

    @Inject
    Clock clock;

    /** @return whether there may be more at once */
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
                continue; // nobody can say here
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
