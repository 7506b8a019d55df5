package org.vedfolnir.session.store.redis;

import java.util.List;
import java.util.Optional;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionPlacement;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.execution.RedisTopology;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.keys.ApplicationKeys;
import org.vedfolnir.session.store.redis.script.SessionIndexScripts;

/**
 * Maps sessions to shards, and so to masters. Thread-safe.
 *
 * @param cluster whether this is a Redis Cluster
 */
record RedisSessionPlacement(ScriptRunner runner, ApplicationKeys keys, RedisTopology topology, boolean cluster)
        implements SessionPlacement {

    @Override
    public Optional<SessionId> idOf(String handle) {
        var answers = runner.executeEach(keys.all().stream()
                .map(of -> SessionIndexScripts.where(of, handle))
                .toList());
        var found = answers.stream()
                .flatMap(answer -> SessionIndexScripts.id(answer).stream())
                .findFirst();
        if (found.isEmpty()) {
            // it may be in the shard that does not answer
            answers.stream()
                    .filter(StoreUnavailableException.class::isInstance)
                    .findFirst()
                    .ifPresent(failure -> {
                        throw (StoreUnavailableException) failure;
                    });
        }
        return found;
    }

    @Override
    public boolean inOneStep(SessionId now, SessionId next) {
        return keys.inOneShard(now, next);
    }

    @Override
    public boolean isInReach(SessionId id) {
        return !cluster || topology.isServing(List.of(keys.session(id)));
    }
}
