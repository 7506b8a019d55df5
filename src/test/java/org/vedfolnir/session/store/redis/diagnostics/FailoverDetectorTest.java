package org.vedfolnir.session.store.redis.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;

/** Which fields of {@code INFO} mean a failover, and which of those lost nothing. */
class FailoverDetectorTest {

    private static final String OLD = "old:1";
    private static final String NEW = "new:1";

    private final Map<String, RedisInfo> others = new HashMap<>();
    private final FailoverDetector failovers =
            new FailoverDetector(place -> Optional.ofNullable(others.get(place)), new LogDeduplicator());

    private static Map<String, String> info(String role, String process, String stream, long offset) {
        return Map.of(
                "role", role,
                "run_id", process,
                "master_replid", stream,
                "master_repl_offset", Long.toString(offset));
    }

    private static RedisInfo facts(String place, Map<String, String> info, String former, long until) {
        var all = new HashMap<>(info);
        all.put("master_replid2", former);
        all.put("second_repl_offset", Long.toString(until + 1));
        return new RedisInfo(place, all);
    }

    private void oldMasterIsSeen() {
        failovers.update(new RedisInfo(OLD, info("master", "p1", "s1", 100)), 1000, Set.of(OLD));
    }

    private void newMasterIsSeen(long time) {
        failovers.update(facts(NEW, info("master", "p2", "s2", 130), "s1", 120), time, Set.of(NEW));
    }

    private boolean isConcern(long time) {
        return !failovers.concerns(time).isEmpty();
    }

    @Test
    void warnsIfTheOldMasterIsSilent() {
        oldMasterIsSeen();
        newMasterIsSeen(11_000);
        assertThat(isConcern(11_000)).isTrue();
    }

    @Test
    void isNoConcernIfTheOldMasterContinuesAtTheSameOffset() {
        others.put(OLD, facts(OLD, info("slave", "p1", "s2", 130), "s1", 120));
        oldMasterIsSeen();
        newMasterIsSeen(11_000);
        assertThat(isConcern(11_000)).isFalse();
        assertThat(failovers.all()).isEmpty();
    }

    @Test
    void isNoConcernIfTheOldMasterReportsItALittleLater() {
        oldMasterIsSeen();
        newMasterIsSeen(11_000);
        others.put(OLD, facts(OLD, info("slave", "p1", "s2", 130), "s1", 120));
        assertThat(isConcern(21_000)).isFalse();
    }

    @Test
    void warnsIfTheOldMasterIsANewProcessOrStartedAnew() {
        others.put(OLD, facts(OLD, info("slave", "p1", "s2", 130), "0000", -2));
        oldMasterIsSeen();
        newMasterIsSeen(11_000);
        assertThat(isConcern(11_000)).isTrue();

        others.put(OLD, facts(OLD, info("slave", "p3", "s2", 130), "s1", 120));
        assertThat(isConcern(21_000)).isTrue();
    }

    @Test
    void recognizesAPromotedReplicaWithoutHistoryByItsMissingMaster() {
        oldMasterIsSeen();
        failovers.update(new RedisInfo(NEW, info("master", "p2", "s9", 90)), 11_000, Set.of(NEW));
        assertThat(isConcern(11_000)).isTrue();
        assertThat(failovers.all().get(0).from().toEpochMilli()).isEqualTo(1000);
    }

    @Test
    void doesNotTakeAnAddedMasterForAFailover() {
        oldMasterIsSeen();
        failovers.update(new RedisInfo(NEW, info("master", "p2", "s9", 90)), 11_000, Set.of(NEW, OLD));
        assertThat(isConcern(11_000)).isFalse();
    }

    @Test
    void detectsAFailoverWhoseMastersWereListedTogetherForAMoment() {
        oldMasterIsSeen();
        failovers.update(facts(NEW, info("master", "p2", "s2", 130), "s1", 120), 11_000, Set.of(NEW, OLD));
        assertThat(isConcern(11_000)).isFalse();
        newMasterIsSeen(21_000);
        assertThat(isConcern(21_000)).isTrue();
    }

    @Test
    void doesNotTakeAReplicaThatWasMadeIndependentForAFailover() {
        oldMasterIsSeen();
        for (var time = 11_000; time < 91_000; time += 10_000) {
            failovers.update(new RedisInfo(OLD, info("master", "p1", "s1", 200)), time, Set.of(NEW, OLD));
            failovers.update(facts(NEW, info("master", "p2", "s2", 130), "s1", 120), time, Set.of(NEW, OLD));
        }
        newMasterIsSeen(91_000);
        assertThat(isConcern(91_000)).isFalse();
    }

    @Test
    void doesNotTakeAMasterThatWasSilentAtFirstForAFailover() {
        var third = "third:1";
        failovers.update(new RedisInfo(OLD, info("master", "p1", "s1", 100)), 1000, Set.of(OLD, third));
        failovers.update(new RedisInfo(third, info("master", "p3", "s3", 50)), 11_000, Set.of(NEW, third));
        assertThat(isConcern(11_000)).isFalse();
        failovers.update(new RedisInfo(NEW, info("master", "p2", "s9", 90)), 11_001, Set.of(NEW, third));
        assertThat(isConcern(11_001)).isTrue();
    }

    @Test
    void doesNotTakeAMasterThatAppearsLongAfterAnotherLeftForAFailover() {
        oldMasterIsSeen();
        failovers.update(new RedisInfo(NEW, info("master", "p2", "s9", 90)), 1000 + 60_000, Set.of(NEW));
        assertThat(isConcern(61_000)).isFalse();
    }

    @Test
    void doesNotTakeARestartedMasterForAFailover() {
        oldMasterIsSeen();
        failovers.update(new RedisInfo(OLD, info("master", "p7", "s7", 0)), 11_000, Set.of(OLD));
        assertThat(isConcern(11_000)).isFalse();
    }
}
