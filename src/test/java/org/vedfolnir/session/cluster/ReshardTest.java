package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.cluster.AnsweredVisitor.Refusal;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.store.redis.ClusterOperator.Pace;
import org.vedfolnir.session.store.redis.RealCluster;
import org.vedfolnir.session.store.redis.StoredKeys.Stored;
import org.vedfolnir.testing.Crowd;

/**
 * The slots of sessions move from master to master, key by key and slowly, while visitors sign in and out, set large attributes and change ids on
 * two nodes. What was answered 200 is there, what was answered 503 is not, and no key is left behind.
 */
class ReshardTest {

    @RegisterExtension
    static final RealCluster REDIS = RealCluster.withReplicas();

    private static final int VISITORS = 8;
    private static final int VISITS = 25;
    private static final int ACTS = 10;
    /** The pause of a slot between two keys. */
    private static final Pace SLOW =
            () -> LockSupport.parkNanos(Duration.ofMillis(15).toNanos());

    @BeforeEach
    void empty() {
        REDIS.facts().masters().forEach(master -> master.ask("FLUSHALL"));
    }

    @ParameterizedTest(name = "sealed {0}")
    @ValueSource(booleans = {false, true})
    void keepsAcknowledgedChangesWhileSlotsMove(boolean seals) throws Exception {
        var keys = seals ? KeyRing.generate() : "";
        // long enough that no reply is lost on a busy machine: a 503 then comes from Redis
        try (var pair = NodePair.over(REDIS.configuration(), keys, manager -> manager.setCommandTimeout("2s"))) {
            var ledger = new Ledger();
            var visitors = IntStream.range(0, VISITORS)
                    .mapToObj(each -> new AnsweredVisitor(
                            seals + "-" + each, List.of(pair.a(), pair.b()), Refusal.NOTHING_DONE, ledger))
                    .toList();
            var load = Crowd.of(VISITORS, each -> IntStream.range(0, VISITS)
                    .forEach(visit -> visitors.get(each).visit(ACTS)));
            var moved = moveSlotsUntil(visitors, load);
            load.join();

            var aftermath = new Aftermath(visitors, REDIS.keys());
            aftermath.read(ledger, pair.a(), pair.b());
            try (var cold = pair.cold()) {
                aftermath.read(ledger, cold);
            }
            assertThat(ledger.allWrong()).as(ledger.summary()).isEmpty();
            aftermath.assertNothingIsLeft();
            aftermath.assertEachIsRecordedOnce();
            assertThat(moved).as("slots with sessions that moved").isGreaterThan(2);
            assertThat(ledger.servedTimes()).as(ledger.summary()).isGreaterThan(VISITORS * VISITS);
        }
    }

    private static int moveSlotsUntil(List<AnsweredVisitor> visitors, CompletableFuture<Void> done) {
        var moved = 0;
        var random = new Random(1);
        while (!done.isDone()) {
            var ids = visitors.stream()
                    .flatMap(each -> each.current().stream())
                    .map(each -> each.browser().id())
                    .toList();
            var document = ids.isEmpty()
                    ? Optional.<Stored>empty()
                    : REDIS.keys().session(ids.get(random.nextInt(ids.size())));
            if (document.isPresent()) {
                move(document.get(), random);
                moved++;
            }
        }
        return moved;
    }

    private static void move(Stored document, Random random) {
        var slot = REDIS.facts().slot(document.key());
        var from = REDIS.facts().masterOf(slot);
        var others =
                REDIS.facts().masters().stream().filter(each -> each != from).toList();
        REDIS.operator().move(List.of(slot), others.get(random.nextInt(others.size())), SLOW);
    }
}
