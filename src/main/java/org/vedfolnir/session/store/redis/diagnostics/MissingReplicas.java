package org.vedfolnir.session.store.redis.diagnostics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.vedfolnir.session.store.diagnosis.Concern;

/**
 * Masters that have had no connected replica for a while; one that reconnects after a failover is not reported. Used by
 * one thread at a time.
 */
public final class MissingReplicas {

    public static final long PATIENCE = TimeUnit.MINUTES.toMillis(1);

    /** By place, ms since 1970. */
    private final Map<String, Long> since = new HashMap<>();

    /** Processes INFO of a master at that time. */
    public Optional<Concern> update(RedisInfo facts, long time) {
        if (!facts.isMaster() || facts.copied().isPresent()) {
            since.remove(facts.place());
            return Optional.empty();
        }
        return time - since.computeIfAbsent(facts.place(), first -> time) >= PATIENCE
                ? Optional.of(facts.hasNoReplica())
                : Optional.empty();
    }

    void retain(Set<String> places) {
        since.keySet().retainAll(places);
    }
}
