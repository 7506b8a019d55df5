package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.ForeignSessions.Claim;
import org.vedfolnir.session.store.ForeignSessions.FormerHash;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
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
        var since = store.now();
        var first = new TestWrite(id, 0).build();

        assertThat(begin(first, since)).isInstanceOf(SaveResult.Saved.class);
        assertThat(begin(first, since)).as("sent again").isInstanceOf(SaveResult.Saved.class);
        assertThat(begin(new TestWrite(id, 0).build(), since))
                .as("another document")
                .isInstanceOf(SaveResult.Gone.class);
        assertThat(store.sessions().end(id, ended())).isTrue();
        assertThat(begin(new TestWrite(id, 0).build(), since))
                .as("on a tombstone")
                .isInstanceOf(SaveResult.Gone.class);
        assertThat(store.sessions().peek(id)).isEmpty();
    }

    private SaveResult begin(SessionWrite write, long since) {
        return store.foreignSessions().begin(write, since);
    }

    @Test
    void beginsNoForeignSessionThatMayHaveEndedSinceItCouldBegin() {
        var id = TestWrite.newId();

        assertThat(begin(new TestWrite(id, 0).build(), store.now() - 56_000)).isInstanceOf(SaveResult.Gone.class);
        assertThat(store.sessions().peek(id)).isEmpty();
        assertThat(begin(new TestWrite(id, 0).build(), store.now())).isInstanceOf(SaveResult.Saved.class);
    }

    @Test
    void countsAForeignSessionAmongThoseOfItsUser() {
        var first = TestWrite.newId();
        var user = "user-" + first.value();
        assertThat(begin(new TestWrite(first, 0).user(user).mostSessions(1).build(), store.now()))
                .isInstanceOf(SaveResult.Saved.class);

        var second =
                new TestWrite(TestWrite.newId(), 0).user(user).mostSessions(1).build();
        assertThat(begin(second, store.now()))
                .isInstanceOfSatisfying(
                        SaveResult.Full.class, full -> assertThat(full.oldest()).isEqualTo(first));
        assertThat(store.sessions().peek(second.id())).isEmpty();
    }

    @Test
    void readsAHashOfAnotherManagerUntilItIsClaimed() {
        var key = "vedfolnir:former:" + TestWrite.newId().value();
        var write = new TestWrite(TestWrite.newId(), 0).build();
        var foreign = store.foreignSessions();
        assertThat(foreign.hash(key, write.id())).isInstanceOf(FormerHash.None.class);
        assertThat(command("HSET", key, "a", "1", "b", "2")).isEqualTo("2");

        assertThat(foreign.hash(key, write.id()))
                .isInstanceOfSatisfying(FormerHash.Fields.class, found -> assertThat(found.fields())
                        .containsOnlyKeys("a", "b"));
        var claim = foreign.claim(key, write);
        assertThat(claim).isInstanceOf(Claim.Held.class);
        assertThat(other.foreignSessions().claim(key, write))
                .as("a moment later")
                .isEqualTo(claim);
        assertThat(foreign.hash(key, write.id())).isInstanceOf(FormerHash.Fields.class);
        foreign.discard(key);
        assertThat(other.foreignSessions().hash(key, write.id())).isInstanceOf(FormerHash.Taken.class);
    }

    @Test
    void letsNoOtherIdRepeatAClaim() {
        var key = "vedfolnir:former:" + TestWrite.newId().value();
        var write = new TestWrite(TestWrite.newId(), 0).build();
        var second = new TestWrite(TestWrite.newId(), 0).build();
        var foreign = store.foreignSessions();
        assertThat(command("HSET", key, "a", "1")).isEqualTo("1");
        assertThat(foreign.claim(key, write)).isInstanceOf(Claim.Held.class);

        assertThat(foreign.hash(key, second.id())).isInstanceOf(FormerHash.None.class);
        assertThat(foreign.claim(key, second)).isInstanceOf(Claim.Lost.class);
        assertThat(command("EXISTS", key)).as("for the first id").isEqualTo("1");
        foreign.release(key, second.id());
        assertThat(foreign.claim(key, second)).as("a claim of another id").isInstanceOf(Claim.Lost.class);
        foreign.release(key, write.id());
        assertThat(foreign.claim(key, second)).isInstanceOf(Claim.Held.class);
    }

    @Test
    void removesAHashThatWasWrittenAfterItsSessionWasClaimed() {
        var key = "vedfolnir:former:" + TestWrite.newId().value();
        var write = new TestWrite(TestWrite.newId(), 0).build();
        var foreign = store.foreignSessions();
        assertThat(command("HSET", key, "a", "1")).isEqualTo("1");
        assertThat(command("PEXPIRE", key, "172800000")).isEqualTo("1");
        assertThat(foreign.claim(key, write)).isInstanceOf(Claim.Held.class);
        var claim = "vedfolnir:claimed:{" + key + "}";
        assertThat(Long.parseLong(command("PTTL", claim)))
                .as("kept as long as the hash has to live")
                .isBetween(172_000_000L, 172_800_000L);

        var digest = Digests.base64OfSha256(write.id().value());
        assertThat(command("SET", claim, "1:" + digest, "PX", "5000")).isEqualTo("OK");
        assertThat(foreign.claim(key, write)).as("claimed long ago").isInstanceOf(Claim.Lost.class);
        assertThat(foreign.hash(key, write.id())).isInstanceOf(FormerHash.None.class);
        assertThat(command("EXISTS", key)).isEqualTo("0");
        assertThat(Long.parseLong(command("PTTL", claim)))
                .as("kept again as long as the hash had to live")
                .isBetween(172_000_000L, 172_800_000L);
    }

    @Test
    void replacesAForeignValueByTheSameDocumentTwice() {
        var id = TestWrite.newId();
        var write = new TestWrite(id, 0).build();
        var foreign = "{\"name\":\"ann\"}".getBytes(StandardCharsets.UTF_8);
        store.sessions().save(new TestWrite(id, 0).build());
        var key = key(id); // on Redis Cluster, it is only known once there is one
        assertThat(command("SET", key, "{\"name\":\"ann\"}")).isEqualTo("OK");

        assertThat(store.foreignSessions().adopt(foreign, write)).isTrue();
        assertThat(store.foreignSessions().adopt(foreign, write))
                .as("sent again, since its reply was lost")
                .isTrue();
        assertThat(store.foreignSessions().adopt(foreign, new TestWrite(id, 0).build()))
                .isFalse();
    }

    @Test
    void readsNoHashInAValueOfAnotherKind() {
        var key = "vedfolnir:former:" + TestWrite.newId().value();
        assertThat(command("SET", key, "text")).isEqualTo("OK");

        assertThat(store.foreignSessions().hash(key, TestWrite.newId())).isInstanceOf(FormerHash.None.class);
    }
}
