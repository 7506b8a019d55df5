package org.vedfolnir.session.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.redis.RealTopology;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** The same commands on a Redis Cluster, and behind a Sentinel. */
class SeveralServersTest {

    @RegisterExtension
    static final RealTopology CLUSTER = RealTopology.cluster();

    @RegisterExtension
    static final RealTopology SENTINEL = RealTopology.sentinel();

    private static final long HOUR = Duration.ofHours(1).toMillis();

    private static Run run(RealTopology servers, String... words) {
        return Run.with(Map.of("SESSION_REDISSON_CONFIG", servers.configuration(), "SESSION_EVENTS", "stream"))
                .run(words);
    }

    private static StoredSessions sessions(RealTopology servers) {
        return new StoredSessions(
                TestSettings.configuredBy(servers.configuration()).commandTimeout(Duration.ofSeconds(2)), "");
    }

    @Test
    void examinesEachMasterOfACluster() {
        try (var sessions = sessions(CLUSTER)) {
            sessions.create("ann", HOUR, Map.of());
            sessions.create("bob", HOUR, Map.of());

            var run = run(CLUSTER, "doctor");

            assertThat(run.out())
                    .contains("OK    cluster", "3 masters, 3 servers, all slots served")
                    .contains("OK    rights", "OK    documents        2 of this application open")
                    .contains("OK    index            2 entries and 2 documents compared (all keys were seen)")
                    .contains("OK    time to live     2 sessions");
            assertThat(run.exit()).as(run.out()).isZero();
        }
    }

    @Test
    void listsAndEndsSessionsOfACluster() {
        try (var sessions = sessions(CLUSTER)) {
            var id = sessions.create("carl", HOUR, Map.of());

            assertThat(run(CLUSTER, "sessions", "list", "--limit", "0").out()).contains(id.reference());
            assertThat(run(CLUSTER, "sessions", "end", "--user", "carl", "--yes")
                            .out())
                    .contains("1 session ended.");
            assertThat(sessions.store().sessions().peek(id)).isEmpty();
            assertThat(run(CLUSTER, "watch", "--count", "1").lines()).hasSize(2);
        }
    }

    @Test
    void asksASentinelForTheMaster() {
        try (var sessions = sessions(SENTINEL)) {
            var id = sessions.create("ann", HOUR, Map.of());

            var run = run(SENTINEL, "doctor");

            assertThat(run.out()).contains("OK    replication", "a master with 1 replica");
            assertThat(run.exit()).as(run.out()).isZero();
            assertThat(run(SENTINEL, "sessions", "list").out()).contains(id.reference());
        }
    }
}
