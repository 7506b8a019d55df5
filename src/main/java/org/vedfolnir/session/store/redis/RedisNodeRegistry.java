package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.List;
import org.vedfolnir.session.store.NodeRegistry;
import org.vedfolnir.session.store.redis.execution.ScriptRunner;
import org.vedfolnir.session.store.redis.script.NodeScripts;

/** The data that nodes share through Redis. Thread-safe. */
record RedisNodeRegistry(ScriptRunner runner, NodeScripts scripts) implements NodeRegistry {

    /** Nodes publish every ten seconds. */
    private static final Duration VALIDITY = Duration.ofMinutes(1);

    @Override
    public List<String> announceKeys(List<String> marks) {
        return NodeScripts.marks(runner.executeIdempotent(scripts.keys(marks, VALIDITY)));
    }

    @Override
    public int idForm(int own) {
        return NodeScripts.form(runner.executeIdempotent(scripts.idForm(own)));
    }
}
