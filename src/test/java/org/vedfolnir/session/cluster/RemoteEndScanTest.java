package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.local.RemoteEndScan;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.redis.RealCluster;
import org.vedfolnir.session.store.redis.RedisProcess;
import org.vedfolnir.session.store.redis.StoreOf;

/** If one master of a Redis Cluster does not reply, a node still notices ends of other sessions, and invents none. */
class RemoteEndScanTest {

    @RegisterExtension
    static final RealCluster CLUSTER = RealCluster.withReplicas();

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long IDLE = Duration.ofMinutes(30).toMillis();

    private final Store store = StoreOf.configuration(CLUSTER.configuration());
    private final Map<String, SessionId> places = new HashMap<>();
    private final List<String> ended = new ArrayList<>();
    private final Map<String, SessionId> moved = new HashMap<>();
    private final RemoteEndScan elsewhere = new RemoteEndScan(store, moved::put, (handle, place) -> ended.add(handle));

    @AfterEach
    void close() throws Exception {
        store.close();
        CLUSTER.operator().restore();
    }

    private SessionId begin(String handle) {
        var id = TestWrite.newId();
        store.sessions().save(write(id, 0, handle).build());
        places.put(handle, id);
        return id;
    }

    private static TestWrite write(SessionId id, long expected, String handle) {
        return new TestWrite(id, expected).idle(IDLE).handle(handle);
    }

    /** On another master than that one. */
    private SessionId beginElsewhere(String handle, RedisProcess than) {
        return Stream.generate(() -> begin(handle))
                .filter(id -> masterOf(id) != than)
                .findFirst()
                .orElseThrow();
    }

    private static RedisProcess masterOf(SessionId id) {
        return CLUSTER.facts()
                .masterOf(CLUSTER.keys().session(id.value()).orElseThrow().key());
    }

    private void end(SessionId id) {
        store.sessions()
                .end(
                        id,
                        new NewEvent(
                                new SessionEvent.Ended(EndReason.SIGNED_OUT),
                                new EventContext("/", "node", null, null, null, null)));
    }

    private SessionId rename(SessionId id, String handle) {
        var next = Stream.generate(TestWrite::newId)
                .filter(each -> store.placement().inOneStep(id, each))
                .findFirst()
                .orElseThrow();
        store.sessions().save(write(next, 1, handle).before(id).build());
        return next;
    }

    @Test
    void noticesEndsWhileAMasterIsAwayAndChecksItsSessionsLater() throws Exception {
        var silent = masterOf(begin("silent"));
        var over = begin("over, silent");
        while (masterOf(over) != silent) {
            over = begin("over, silent");
        }
        end(over);
        beginElsewhere("alive", silent);
        end(beginElsewhere("over", silent));
        var renamed = rename(beginElsewhere("renamed", silent), "renamed");
        // without idle timeouts, and under ids that the silent master may have
        places.put("lost", TestWrite.newId());

        CLUSTER.operator().silence(silent);
        for (var i = 0; i < 4; i++) {
            ended.clear();
            elsewhere.scan(places);
            assertThat(ended).containsExactly("over");
            assertThat(moved).containsExactly(Map.entry("renamed", renamed));
        }

        CLUSTER.operator().restore();
        Eventually.within(PATIENCE, () -> {
            ended.clear();
            elsewhere.scan(places);
            return ended.containsAll(List.of("over", "over, silent", "lost"));
        });
        assertThat(ended).hasSize(3);
    }
}
