package org.vedfolnir.session.store.redis;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.diagnosis.Failover;
import org.vedfolnir.session.store.redis.diagnostics.RedisDiagnostics;

/**
 * The failovers of the last hour, and whether users' indexes are complete again after them. Changed by one thread at a
 * time, read by any.
 */
final class FailoverRecovery {

    private final RedisDiagnostics diagnostics;
    /** Null unless on Redis Cluster: elsewhere a failover loses sessions and indexes alike. */
    private final @Nullable IndexSweep sweep;

    private volatile List<Failover> failovers = List.of();

    FailoverRecovery(RedisDiagnostics diagnostics, @Nullable IndexSweep sweep) {
        this.diagnostics = diagnostics;
        this.sweep = sweep;
    }

    /** Returns the failovers of the last {@link #update}. */
    List<Failover> failovers() {
        return failovers;
    }

    void renew(BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        if (sweep != null) {
            sweep.proceed(names(diagnostics.failovers()), owner);
            update();
        }
    }

    /** A sweep after a later failover also covers the earlier ones. */
    void update() {
        var all = diagnostics.failovers();
        var names = names(all);
        failovers = IntStream.range(0, all.size())
                .mapToObj(i -> all.get(i).withLists(sweep == null || sweep.isDoneAfter(names.subList(i, names.size()))))
                .toList();
    }

    private static List<String> names(List<Failover> failovers) {
        return failovers.stream().map(Failover::name).toList();
    }
}
