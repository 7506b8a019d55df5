package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.connection.SentinelConnectionManager;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.redis.client.ScanLogFilter;
import org.vedfolnir.testing.Logged;

/** If no Sentinel replies, the master still serves, the diagnosis reports it, and the log has no stack traces. */
class SentinelsAwayTest {

    @RegisterExtension
    static final RealTopology REDIS = RealTopology.sentinel();

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static RedisStore store() {
        return StoreOf.configuration(REDIS.configuration());
    }

    private static boolean isAConcern(RedisStore store) {
        return store.diagnostics().diagnose().concerns().stream()
                .map(Concern::summary)
                .anyMatch("No Sentinel answers."::equals);
    }

    @Test
    void warnsOfSentinelsThatAreAwayWithoutStackTraces() throws Exception {
        var quiet = Logger.getLogger(ScanLogFilter.class.getName());
        quiet.setLevel(Level.FINE);
        try (var store = store();
                var redisson = new Logged(SentinelConnectionManager.class.getName());
                var scans = new Logged(ScanLogFilter.class.getName())) {
            Eventually.within(PATIENCE, () -> !isAConcern(store));
            RealTopology.whileFrozen(REDIS.sentinelPort(), () -> {
                Eventually.within(PATIENCE, () -> isAConcern(store));
                Eventually.within(PATIENCE, () -> scans.messages().size() > 1);
                var id = TestWrite.newId();
                store.sessions().save(new TestWrite(id, 0).build());
                assertThat(store.sessions().peek(id)).isPresent();
            });
            Eventually.within(PATIENCE, () -> !isAConcern(store));
            assertThat(redisson.messages()).noneMatch(each -> each.contains("Can't update cluster state"));
        } finally {
            quiet.setLevel(null);
        }
    }
}
