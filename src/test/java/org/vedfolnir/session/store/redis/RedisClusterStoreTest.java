package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** The contract on a Redis Cluster, and the repairs that are necessary because no script reaches all slots. */
class RedisClusterStoreTest extends RedisStoreContract {

    @RegisterExtension
    static final RealTopology REDIS = RealTopology.cluster();

    @Override
    TestSettings settings() {
        return TestSettings.configuredBy(REDIS.configuration());
    }

    @Override
    @Nullable
    String command(String... words) {
        return REDIS.command(words);
    }

    @Override
    protected void indexAllAsDue() {
        keys("vedfolnir:expiries:*").forEach(index -> String.valueOf(REDIS.command("ZRANGE", index, "0", "-1"))
                .lines()
                .forEach(id -> REDIS.command("ZADD", index, "XX", "1", id)));
    }

    private static Stream<String> keys(String pattern) {
        return String.valueOf(REDIS.command("KEYS", pattern)).lines().filter(key -> !key.isEmpty());
    }

    @Override
    long recorded() {
        return keys("vedfolnir:events:{*}")
                .mapToLong(stream -> Long.parseLong(String.valueOf(REDIS.command("XLEN", stream))))
                .sum();
    }

    @Override
    String key(SessionId id) {
        return keys("vedfolnir:session:*" + id.value()).findFirst().orElseThrow();
    }

    @Test
    void skipsAndRemovesAnIndexEntryWithoutASession() {
        var id = TestWrite.newId();
        store().sessions().save(new TestWrite(id, 0).user("ann").build());
        REDIS.command("DEL", key(id));
        indexAllAsDue();

        assertThat(store().index().sessionsOf("ann")).isEmpty();
        assertThat(store().sessions().expire(10, each -> {
                    throw new AssertionError("There is no such session.");
                }))
                .isEmpty();
        assertThat(store().index().count().sessions()).isZero();
    }

    @Test
    void recordsNoEventForAChangeThatWasNotMade() {
        var id = TestWrite.newId();
        store().sessions().save(new TestWrite(id, 0).build());
        store().sessions().save(new TestWrite(id, 1).build());

        assertThat(store().sessions().save(new TestWrite(id, 1).events(event()).build()))
                .isInstanceOf(SaveResult.Stale.class);
        assertThat(store().sessions()
                        .save(new TestWrite(TestWrite.newId(), 1)
                                .events(event())
                                .build()))
                .isInstanceOf(SaveResult.Gone.class);
        assertThat(store().sessions().end(TestWrite.newId(), event())).isFalse();
        assertThat(recorded()).isZero();
    }

    @Test
    void rejectsAnIdOfAnotherShardAndChangesNothing() {
        var id = TestWrite.newId();
        store().sessions().save(new TestWrite(id, 0).build());
        var far = Stream.generate(TestWrite::newId)
                .filter(each -> !store().placement().inOneStep(id, each))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() ->
                        store().sessions().save(new TestWrite(far, 1).before(id).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shard");
        assertThat(store().sessions().peek(id)).isPresent();
    }

    @Test
    void makesNoPartOfARejectedChange() {
        var id = TestWrite.newId();
        store().sessions().save(new TestWrite(id, 0).build());
        var moved = new TestWrite(related(id), 1).before(id).events(event());
        REDIS.command("ACL", "SETUSER", "default", "resetkeys", "~vedfolnir:session:*", "~vedfolnir:expiries:*");
        try {
            for (var change : List.<Runnable>of(
                    () -> store().sessions()
                            .save(new TestWrite(id, 1).events(event()).build()),
                    () -> store().sessions().save(moved.build()),
                    () -> store().sessions().end(id, event()))) {
                assertThatThrownBy(change::run).isInstanceOf(StoreRefusedException.class);
            }
        } finally {
            REDIS.command("ACL", "SETUSER", "default", "allkeys");
        }
        assertThat(store().sessions().peek(id)).isPresent();
        assertThat(recorded()).isZero();
        assertThat(store().sessions().save(moved.build())).isInstanceOf(SaveResult.Saved.class);
        assertThat(recorded()).isOne();
    }

    @Test
    void endsASessionAndRecordsItIfMemoryIsFull() {
        var id = TestWrite.newId();
        store().sessions().save(new TestWrite(id, 0).build());
        REDIS.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(store().sessions().end(id, event())).isTrue();
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(store().sessions().peek(id)).isEmpty();
        assertThat(recorded()).isOne();
    }

    /** The memory of another master than that of the session may be full. */
    @Test
    void rejectsASignInIfItsIndexEntryIsRejected() {
        var id = TestWrite.newId();
        store().sessions().save(new TestWrite(id, 0).build());
        var user = Stream.iterate(0, each -> each + 1)
                .map(each -> "user" + each)
                .filter(each -> REDIS.portOf("vedfolnir:user:" + each) != REDIS.portOf(key(id)))
                .findFirst()
                .orElseThrow();
        REDIS.commandAt("vedfolnir:user:" + user, "CONFIG", "SET", "maxmemory", "1");
        try {
            assertThatThrownBy(() -> store().sessions()
                            .save(new TestWrite(id, 1)
                                    .user(user)
                                    .events(event())
                                    .build()))
                    .isInstanceOf(StoreRefusedException.class);
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(store().sessions().peek(id).orElseThrow().version()).isOne();
        assertThat(recorded()).isZero();
    }

    @Test
    void storesAllKeysOfAChangeInOneSlot() {
        var id = TestWrite.newId();
        store().sessions()
                .save(new TestWrite(id, 0)
                        .parts(1, Map.of(1, "large"))
                        .events(event())
                        .build());
        var next = related(id);
        store().sessions()
                .save(new TestWrite(next, 1)
                        .before(id)
                        .handle("one")
                        .parts(1, Map.of())
                        .events(event())
                        .build());

        var slots = keys("vedfolnir:[seh]*")
                .map(each -> REDIS.command("CLUSTER", "KEYSLOT", each))
                .toList();
        assertThat(slots)
                .as("both ids, the part, the expiries, the events, the locator and its index")
                .hasSizeGreaterThanOrEqualTo(7)
                .containsOnly(REDIS.command("CLUSTER", "KEYSLOT", key(id)));
        assertThat(keys("vedfolnir:session:*" + id.value() + "*"))
                .as("only the tombstone with the new id")
                .containsExactly(key(id));
        assertThat(REDIS.command("GET", key(id))).contains("_moved");
        assertThat(store().placement().idOf("one")).contains(next);
    }

    /** Sessions, events, and the search for expired sessions. */
    @Test
    void spreadsTheWorkOverAllMasters() {
        var before = REDIS.scriptsByPort();
        for (var i = 0; i < 1500; i++) {
            var id = TestWrite.newId();
            store().sessions()
                    .save(new TestWrite(id, 0).user("user" + i).events(event()).build());
            store().sessions()
                    .save(new TestWrite(id, 1)
                            .user("user" + i)
                            .formerUser("user" + i)
                            .build());
        }
        store().events().acknowledge(places(store().events().read(1500)));
        store().sessions().expire(100, each -> ended());

        var work = new ArrayList<Long>();
        REDIS.scriptsByPort().forEach((port, count) -> work.add(count - before.getOrDefault(port, 0L)));
        assertThat(Collections.max(work) * 1.0 / Collections.min(work))
                .as("%s", work)
                .isLessThan(1.2);
    }

    @Test
    void countsAndListsEachSessionOnce() {
        var ids = Stream.generate(TestWrite::newId).limit(200).toList();
        ids.forEach(id -> store().sessions().save(new TestWrite(id, 0).build()));
        // without the sessions that have no end
        for (var i = 0; i < 100; i++) {
            store().sessions().save(new TestWrite(TestWrite.newId(), 0).idle(0).build());
        }

        assertThat(store().index().count().sessions()).isEqualTo(200);
        var pages = Stream.iterate(0, from -> from < 210, from -> from + 7)
                .flatMap(from -> store().index().list(from, 7).stream());
        assertThat(pages).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void returnsTheRequestedNumberOfEventsFromAllShards() {
        var ids = new ArrayList<String>();
        for (var i = 0; i < 300; i++) {
            var event = event();
            ids.add(event.id());
            store().sessions()
                    .save(new TestWrite(TestWrite.newId(), 0).events(event).build());
        }
        var read = new ArrayList<String>();
        for (var batch = store().events().read(70);
                !batch.isEmpty();
                batch = store().events().read(70)) {
            assertThat(batch).hasSize(Math.min(70, 300 - read.size()));
            batch.forEach(each -> read.add(each.id()));
            store().events().acknowledge(places(batch));
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(ids);
    }

    private static NewEvent event() {
        return new NewEvent(
                new SessionEvent.Ended(EndReason.SIGNED_OUT),
                new EventContext("/", "node", "handle", null, null, null));
    }
}
