package org.vedfolnir.session.cluster;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealTopology;

/** Longer failures of a master with a replica and a Sentinel. Runs in the profile topologies. */
@Tag("topology")
class SentinelTopology {

    @RegisterExtension
    static final RealTopology REDIS = RealTopology.sentinel();

    private static final Duration RECOVERY = Duration.ofSeconds(15);

    private static NodePair pair;

    @BeforeAll
    static void start() throws Exception {
        pair = NodePair.over(REDIS.configuration(), KeyRing.generate(), manager -> {});
    }

    @AfterAll
    static void stop() throws Exception {
        pair.close();
    }

    @Test
    void keepsReplicatedWritesIfTheMasterDiesUnderLoad() throws Exception {
        Eventually.within(RECOVERY, REDIS::replicated);
        FailoverLoad.on(REDIS, pair, () -> {
            var before = REDIS.masterPort();
            REDIS.killMaster();
            Eventually.within(RECOVERY, () -> REDIS.masterPort() != before);
        });
    }
}
