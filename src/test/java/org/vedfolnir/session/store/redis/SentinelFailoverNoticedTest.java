package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.diagnostics.FailoverDetector;
import org.vedfolnir.testing.Logged;

/** Behind Sentinels, the diagnosis reports a failover once, with the period in which writes may be lost. */
class SentinelFailoverNoticedTest {

    @RegisterExtension
    static final RealSentinels SENTINELS = new RealSentinels();

    private static List<String> tookOver(RedisStore store) {
        try {
            return store.diagnostics().diagnose().concerns().stream()
                    .map(Concern::sentence)
                    .filter(each -> each.contains("took over"))
                    .toList();
        } catch (StoreUnavailableException e) {
            return List.of();
        }
    }

    @Test
    void reportsAFailoverOnce() throws Exception {
        try (var store = StoreOf.configuration(SENTINELS.configuration());
                var log = new Logged(FailoverDetector.class.getName())) {
            assertThat(tookOver(store)).isEmpty();
            var before = SENTINELS.master();
            var began = Instant.ofEpochMilli(store.now());
            // its replicas start a new replication history and forget their former master
            before.tell("ACL", "SETUSER", "default", "-psync", "-sync");
            before.ask("CLIENT", "KILL", "TYPE", "replica");
            before.kill();
            SENTINELS.awaitOtherThan(before);
            Eventually.within(Duration.ofSeconds(30), () -> !tookOver(store).isEmpty());

            assertThat(tookOver(store))
                    .singleElement()
                    .asString()
                    .contains("from the one at 127.0.0.1:" + before.port());
            var times = FailoverTimes.in(tookOver(store).get(0));
            assertThat(times.from()).isBeforeOrEqualTo(began);
            assertThat(times.until()).isAfter(began);
            assertThat(log.messages()).hasSize(1);
        }
    }
}
