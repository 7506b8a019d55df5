package org.vedfolnir.audit;

import static java.util.stream.Collectors.groupingBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.audit.ClosedSessionRows.Row;
import org.vedfolnir.database.DatabaseUnavailability;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.admin.StoreFailover;

/**
 * Ends sessions again that a failover of the store has revived: replication is asynchronous, so the store may lose a sign-out that the audit trail
 * has recorded. Rows are compared for as long as the failover is reported, because some are written late. For one thread.
 */
@ApplicationScoped
class FailoverRepair {

    private static final System.Logger LOG = System.getLogger(FailoverRepair.class.getName());
    static final int BATCH = 100;

    @Inject
    ClosedSessionRows closed;

    /** The handle after which to continue, by failover. */
    private final Map<String, String> positions = new HashMap<>();
    /** The failovers of the last pass. */
    private List<StoreFailover> seen = List.of();

    private int ended;

    /** Whether there is a failover, or a new reason for a check after one, since the last check. */
    boolean isAwaited(SessionRegistry registry) {
        return !new HashSet<>(seen).containsAll(registry.failovers());
    }

    /** @return whether more rows may be available at once */
    boolean check(SessionRegistry registry) {
        var failovers = registry.failovers();
        seen = failovers;
        positions.keySet().retainAll(failovers.stream().map(StoreFailover::name).toList());
        var more = false;
        for (var failover : failovers) {
            more |= check(registry, failover);
        }
        if (!more && ended > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A failover of Redis revived {0} sessions that had ended according to the audit trail. They were ended again.",
                    ended);
            ended = 0;
        }
        return more;
    }

    private boolean check(SessionRegistry registry, StoreFailover failover) {
        var rows = closed.take(failover, registry.node(), positions.getOrDefault(failover.name(), ""), BATCH);
        closed.compared(failover, compared(registry, rows));
        if (rows.size() < BATCH) {
            positions.remove(failover.name());
            return false;
        }
        positions.put(failover.name(), rows.get(BATCH - 1).handle());
        return true;
    }

    /** The rows of users for whom the store answered; the others are compared in the next pass. */
    private List<Row> compared(SessionRegistry registry, List<Row> rows) {
        var compared = new ArrayList<Row>();
        @Nullable RuntimeException failure = null;
        for (var of : rows.stream().collect(groupingBy(Row::user)).entrySet()) {
            try {
                ended += registry.endAgain(
                        of.getKey(), of.getValue().stream().collect(Collectors.toMap(Row::handle, Row::reason)));
                compared.addAll(of.getValue());
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "Sessions that ended before the failover cannot be compared yet: {0}",
                    DatabaseUnavailability.reason(failure));
        }
        return compared;
    }
}
