package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.diagnostics.FailoverDetector;
import org.vedfolnir.session.store.redis.diagnostics.MissingReplicas;
import org.vedfolnir.session.store.redis.diagnostics.RedisInfo;
import org.vedfolnir.testing.Logged;

/** On a Redis Cluster, the diagnosis reports each failover once, with the period in which writes may be lost. It does not report a moved slot. */
class FailoverNoticedTest {

    @RegisterExtension
    static final RealCluster CLUSTER = RealCluster.withReplicas();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RedisStore store = StoreOf.configuration(CLUSTER.configuration());
    private final Logged log = new Logged(FailoverDetector.class.getName());

    @AfterEach
    void close() throws Exception {
        log.close();
        store.close();
        CLUSTER.operator().restore();
    }

    private List<String> tookOver() {
        try {
            return store.diagnostics().diagnose().concerns().stream()
                    .filter(each -> each.summary().startsWith("Another server took over"))
                    .map(Concern::sentence)
                    .toList();
        } catch (StoreUnavailableException e) {
            return List.of();
        }
    }

    /** On a busy machine a master may miss one scan, and the diagnosis does not notice a failover of a master that it never saw. */
    private void seesAll() throws Exception {
        Eventually.within(PATIENCE, () -> {
            try {
                return store.diagnostics().diagnose().concerns().stream()
                        .noneMatch(each -> each.summary().startsWith("A part of the store does not answer"));
            } catch (StoreUnavailableException e) {
                return false;
            }
        });
        assertThat(tookOver()).isEmpty();
    }

    private static String place(RedisProcess process) {
        return "127.0.0.1:" + process.port();
    }

    @Test
    void reportsThePeriodOfWritesThatADeadMasterDidNotReplicate() throws Exception {
        assertThat(tookOver()).isEmpty();
        var id = TestWrite.newId();
        store.sessions().save(new TestWrite(id, 0).build());
        var master = CLUSTER.facts()
                .masterOf(CLUSTER.keys().session(id.value()).orElseThrow().key());
        var replica = CLUSTER.facts().replicaOf(master);
        master.tell("ACL", "SETUSER", "default", "-psync", "-sync");
        master.ask("CLIENT", "KILL", "TYPE", "replica");
        var deaf = Instant.ofEpochMilli(store.now());
        store.sessions().save(new TestWrite(TestWrite.newId(), 0).build());
        assertThat(tookOver()).isEmpty();

        master.kill();
        Eventually.within(PATIENCE, () -> !tookOver().isEmpty());

        assertThat(tookOver())
                .singleElement()
                .asString()
                .startsWith("The Redis at " + place(replica) + " took over from the one at " + place(master));
        var times = FailoverTimes.in(tookOver().get(0));
        assertThat(times.from()).isBeforeOrEqualTo(deaf);
        assertThat(times.until()).isAfter(deaf);
        assertThat(log.messages()).singleElement().asString().startsWith("DEGRADED: The Redis at " + place(replica));
    }

    @Test
    void warnsIfAFormerMasterHadMoreWritesThanItsReplica() throws Exception {
        seesAll();
        var id = TestWrite.newId();
        store.sessions().save(new TestWrite(id, 0).build());
        var master = CLUSTER.facts()
                .masterOf(CLUSTER.keys().session(id.value()).orElseThrow().key());
        var replica = CLUSTER.facts().replicaOf(master);
        seesAll();
        master.tell("ACL", "SETUSER", "default", "-psync", "-sync");
        master.ask("CLIENT", "KILL", "TYPE", "replica");
        store.sessions().save(new TestWrite(id, 1).build());
        replica.tell("CLUSTER", "FAILOVER", "TAKEOVER");
        CLUSTER.operator().awaitPromoted(replica);
        CLUSTER.awaitWhole();
        Eventually.within(PATIENCE, () -> !tookOver().isEmpty());

        assertThat(tookOver()).hasSize(1);
        assertThat(store.diagnostics().failovers()).hasSize(1);
        master.tell("ACL", "SETUSER", "default", "+psync", "+sync");
    }

    @Test
    void reportsNoFailoverForAMovedSlot() throws Exception {
        assertThat(tookOver()).isEmpty();
        var facts = CLUSTER.facts();
        var from = facts.masters().get(0);
        var to = facts.masters().get(1);
        var slots = facts.slots(from).subList(0, 3);
        CLUSTER.operator().move(slots, to, ClusterOperator.Pace.FAST);
        try {
            assertThat(tookOver()).isEmpty();
        } finally {
            CLUSTER.operator().move(slots, from, ClusterOperator.Pace.FAST);
        }
        assertThat(log.messages()).isEmpty();
    }

    @Test
    void reportsTheReturnOfAReplacedMaster() throws Exception {
        assertThat(tookOver()).isEmpty();
        var master = CLUSTER.facts().masters().get(0);
        var between = CLUSTER.operator().failOver(master);
        CLUSTER.awaitWhole();
        CLUSTER.operator().failOver(between);
        CLUSTER.awaitWhole();
        Eventually.within(PATIENCE, () -> !tookOver().isEmpty());

        assertThat(tookOver()).last().asString().contains("The Redis at " + place(master) + " took over");
    }

    @Test
    void warnsOfAMasterWithoutAReplicaAfterAWhile() throws Exception {
        var missing = new MissingReplicas();
        var master = CLUSTER.facts().masters().get(0);
        var replica = CLUSTER.facts().replicaOf(master);
        assertThat(missing.update(facts(master), 0)).isEmpty();
        replica.kill();
        Eventually.within(PATIENCE, () -> facts(master).copied().isEmpty());

        assertThat(missing.update(facts(master), 1)).isEmpty();
        assertThat(missing.update(facts(master), MissingReplicas.PATIENCE)).isEmpty();
        assertThat(missing.update(facts(master), MissingReplicas.PATIENCE + 1))
                .map(Concern::sentence)
                .hasValueSatisfying(message -> assertThat(message).contains(place(master), "no replica for a minute"));
        CLUSTER.operator().restore();
        assertThat(missing.update(facts(master), MissingReplicas.PATIENCE + 2)).isEmpty();
    }

    private static RedisInfo facts(RedisProcess process) {
        return new RedisInfo(place(process), info(process));
    }

    private static Map<String, String> info(RedisProcess process) {
        return process.ask("INFO")
                .lines()
                .map(line -> line.split(":", 2))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(field -> field[0], field -> field[1], (one, other) -> other));
    }
}
