package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** After a failover, one node restores the entries of all sessions in the indexes of their users, even of unused sessions. */
class IndexSweepTest {

    @RegisterExtension
    static final RealCluster CLUSTER = RealCluster.withReplicas();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long IDLE = Duration.ofMinutes(30).toMillis();
    private static final int SESSIONS = 3 * IndexSweep.PAGE;

    private final RedisStore one = StoreOf.configuration(CLUSTER.configuration());
    private final RedisStore other = StoreOf.configuration(CLUSTER.configuration(), "other");
    private final List<SessionId> read = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        one.close();
        other.close();
        CLUSTER.operator().restore();
        CLUSTER.facts().masters().forEach(each -> each.ask("FLUSHALL"));
    }

    private boolean sweeps(RedisStore store) {
        try {
            var found = store.diagnostics().diagnose().concerns().stream()
                    .anyMatch(each -> each.sentence().contains("took over"));
            store.index().renew((id, document) -> {
                read.add(id);
                return Optional.of(new SessionOwner("ann", IDLE, 0));
            });
            return found;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private static boolean isDone() {
        return CLUSTER.keys().all().stream()
                .anyMatch(each ->
                        each.key().startsWith("vedfolnir:sweep:") && each.head().equals("done"));
    }

    /** Each third session has no end. */
    private void begin(SessionId id) {
        one.sessions()
                .save(new TestWrite(id, 0)
                        .idle(id.hashCode() % 3 == 0 ? 0 : IDLE)
                        .user("ann")
                        .build());
    }

    @Test
    void restoresTheEntriesOfOtherMastersWhileOneIsAway() throws Exception {
        var ids =
                IntStream.range(0, SESSIONS).mapToObj(each -> TestWrite.newId()).toList();
        ids.forEach(this::begin);
        var master = CLUSTER.facts().masterOf("vedfolnir:user:ann");
        sweeps(one);
        master.ask("DEL", "vedfolnir:user:ann");
        var heir = CLUSTER.facts().replicaOf(master);
        master.kill();
        CLUSTER.operator().awaitPromoted(heir);
        CLUSTER.operator().restore();
        var silent = neitherOf(heir, CLUSTER.facts().masterOf(sweepKey(heir)));
        var elsewhere = ids.stream()
                .filter(id -> CLUSTER.facts()
                                .masterOf(CLUSTER.keys()
                                        .session(id.value())
                                        .orElseThrow()
                                        .key())
                        != silent)
                .count();
        CLUSTER.operator().silence(silent);
        Eventually.within(PATIENCE, () -> {
            sweeps(one);
            return entered(heir) == elsewhere;
        });
        assertThat(isDone()).isFalse();

        CLUSTER.operator().restore();
        Eventually.within(PATIENCE, () -> sweeps(one) && isDone());
        assertThat(one.index().sessionsOf("ann")).containsExactlyInAnyOrderElementsOf(ids);
    }

    private static long entered(RedisProcess at) {
        return Long.parseLong(at.ask("ZCARD", "vedfolnir:user:ann"));
    }

    private static String sweepKey(RedisProcess heir) {
        var stream = heir.ask("INFO", "replication").replaceFirst("(?s).*master_replid:(\\w+).*", "$1");
        return "vedfolnir:sweep:" + stream;
    }

    private static RedisProcess neitherOf(RedisProcess one, RedisProcess other) {
        return CLUSTER.facts().masters().stream()
                .filter(each -> each != one && each != other)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void restoresLostEntriesOnceAfterAFailover() throws Exception {
        var ids =
                IntStream.range(0, SESSIONS).mapToObj(each -> TestWrite.newId()).toList();
        ids.forEach(this::begin);
        var master = CLUSTER.facts().masterOf("vedfolnir:user:ann");
        sweeps(one);
        sweeps(other);
        assertThat(read).as("documents read before a failover").isEmpty();

        master.ask("DEL", "vedfolnir:user:ann");
        var replica = CLUSTER.facts().replicaOf(master);
        master.kill();
        CLUSTER.operator().awaitPromoted(replica);
        Eventually.within(
                PATIENCE, () -> sweeps(one) && one.index().sessionsOf("ann").size() == SESSIONS);
        assertThat(one.index().sessionsOf("ann")).containsExactlyInAnyOrderElementsOf(ids);
        Eventually.within(PATIENCE, () -> sweeps(one) && isDone());

        var before = List.copyOf(read);
        Eventually.within(PATIENCE, () -> sweeps(other));
        sweeps(other);
        sweeps(one);
        assertThat(read).as("documents read by all nodes").isEqualTo(before);
    }
}
