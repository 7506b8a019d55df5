package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.diagnosis.StoreDiagnosis;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.diagnostics.FailoverDetector;
import org.vedfolnir.testing.Logged;

/**
 * The diagnosis reports a failover that loses nothing, without a warning. The test has its own Cluster: masters vote for a replica of one shard once
 * in twice the node timeout, so an orderly failover soon after another one does not happen.
 */
class OrderlyFailoverTest {

    @RegisterExtension
    static final RealCluster CLUSTER = RealCluster.withReplicas();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static StoreDiagnosis found(RedisStore store) {
        try {
            return store.diagnostics().diagnose();
        } catch (StoreUnavailableException e) {
            return StoreDiagnosis.GOOD;
        }
    }

    /** The diagnosis does not notice a failover of a master that it never saw. */
    private static boolean seesAll(RedisStore store) {
        var found = found(store);
        return found != StoreDiagnosis.GOOD
                && found.concerns().stream().noneMatch(each -> each.summary().startsWith("A part of the store"));
    }

    @Test
    void reportsAnOrderlyFailoverWithoutAWarning() throws Exception {
        try (var store = StoreOf.configuration(CLUSTER.configuration());
                var log = new Logged(FailoverDetector.class.getName())) {
            var id = TestWrite.newId();
            store.sessions().save(new TestWrite(id, 0).build());
            Eventually.within(PATIENCE, () -> seesAll(store));
            var master = CLUSTER.facts()
                    .masterOf(CLUSTER.keys().session(id.value()).orElseThrow().key());
            var replica = CLUSTER.operator().failOver(master);
            CLUSTER.awaitWhole();
            Eventually.within(
                    PATIENCE,
                    () -> seesAll(store)
                            && log.messages().stream().anyMatch(message -> message.contains("nothing was lost")));

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .startsWith("The Redis at 127.0.0.1:" + replica.port() + " took over from the one at 127.0.0.1:"
                            + master.port());
            assertThat(found(store).concerns())
                    .noneMatch(each -> each.sentence().contains("took over"));
            assertThat(store.diagnostics().failovers()).isEmpty();
        }
    }
}
