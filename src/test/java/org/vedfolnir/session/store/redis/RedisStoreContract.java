package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.ForeignSessions.FormerHash;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.StoreContract;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** The contract of a store on one Redis or a Redis Cluster: that of every store, and expiry while another node or Redis removes the session. */
abstract class RedisStoreContract extends StoreContract {

    private final List<Store> opened = new ArrayList<>();
    private Store store;
    private Store other;

    /** Names the Redis of the test. */
    abstract TestSettings settings();

    /** The reply to a command that a test sends to Redis. */
    abstract @Nullable String command(String... words);

    /** The key of a session's document. */
    abstract String key(SessionId id);

    /** Number of events in all streams. */
    abstract long recorded();

    @BeforeEach
    void open() {
        store = node("one");
        other = node("two");
        command("FLUSHALL");
    }

    @AfterEach
    void close() {
        opened.forEach(Store::close);
    }

    private Store node(String name) {
        var made = new RedisStore(settings()
                .commandTimeout(Duration.ofMillis(1000))
                .touchInterval(TOUCH)
                .requestBudget(Duration.ofSeconds(2))
                .events(new EventSettings(1 << 20, SUM))
                .readerDeadAfter(DEAD_AFTER)
                .node(name)
                .made());
        opened.add(made);
        return made;
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected Store other() {
        return other;
    }

    @Override
    protected Store otherRestarted() {
        other.close();
        other = node("two");
        return other;
    }

    @Override
    protected void within(Duration time, Callable<Boolean> condition) throws Exception {
        Eventually.within(time, condition);
    }

    @Test
    void recordsASessionOnceThatAnotherNodeRemovedMeanwhile() throws Exception {
        var id = TestWrite.newId();
        store().sessions().save(new TestWrite(id, 0).build());
        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        assertThat(store().sessions().expire(10, slow -> {
                    indexAllAsDue();
                    assertThat(other().sessions().expire(10, each -> ended())).hasSize(1);
                    return ended();
                }))
                .as("sessions of the slow node after its lease")
                .isEmpty();
        assertThat(recorded()).isOne();
    }

    @Test
    void recordsASessionOnceWhoseDocumentExpiredMeanwhile() throws Exception {
        var id = TestWrite.newId();
        store().sessions().save(new TestWrite(id, 0).build());
        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        assertThat(store().sessions().expire(10, each -> {
                    command("DEL", key(id));
                    return ended();
                }))
                .hasSize(1);
        assertThat(recorded()).isOne();
    }

    static NewEvent ended() {
        return new NewEvent(
                new SessionEvent.Ended(EndReason.EXPIRED), new EventContext("/", "n", "handle", "ann", null, null));
    }

    @Test
    void beginsAForeignSessionOnlyWhereNothingIs() {
        var id = TestWrite.newId();

        assertThat(store.foreignSessions().begin(new TestWrite(id, 0).build())).isTrue();
        assertThat(store.foreignSessions().begin(new TestWrite(id, 0).build())).isFalse();
        assertThat(store.sessions().end(id, ended())).isTrue();
        assertThat(store.foreignSessions().begin(new TestWrite(id, 0).build()))
                .as("on a tombstone")
                .isFalse();
        assertThat(store.sessions().peek(id)).isEmpty();
    }

    @Test
    void readsAHashOfAnotherManagerUntilItIsClaimed() {
        var key = "vedfolnir:former:" + TestWrite.newId().value();
        var foreign = store.foreignSessions();
        assertThat(foreign.hash(key)).isInstanceOf(FormerHash.None.class);
        assertThat(command("HSET", key, "a", "1", "b", "2")).isEqualTo("2");

        assertThat(foreign.hash(key))
                .isInstanceOfSatisfying(FormerHash.Fields.class, found -> assertThat(found.fields())
                        .containsOnlyKeys("a", "b"));
        assertThat(foreign.claim(key)).isTrue();
        assertThat(other.foreignSessions().claim(key)).as("a moment later").isTrue();
        assertThat(foreign.hash(key)).isInstanceOf(FormerHash.Fields.class);
        foreign.discard(key);
        assertThat(other.foreignSessions().hash(key)).isInstanceOf(FormerHash.Taken.class);

        assertThat(command("SET", "vedfolnir:claimed:{" + key + "}", "1")).isEqualTo("OK");
        assertThat(command("HSET", key, "a", "1")).isEqualTo("1");
        assertThat(foreign.hash(key)).as("claimed long ago").isInstanceOf(FormerHash.None.class);
        assertThat(foreign.claim(key)).isFalse();
    }

    @Test
    void readsNoHashInAValueOfAnotherKind() {
        var key = "vedfolnir:former:" + TestWrite.newId().value();
        assertThat(command("SET", key, "text")).isEqualTo("OK");

        assertThat(store.foreignSessions().hash(key)).isInstanceOf(FormerHash.None.class);
    }
}
