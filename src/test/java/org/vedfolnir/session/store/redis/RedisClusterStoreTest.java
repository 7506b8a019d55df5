package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.SessionStoreContract;
import org.vedfolnir.session.store.StoreRefusedException;
import org.vedfolnir.session.store.TestWrite;

/** The contract on a Redis Cluster, and what is repaired there because no step reaches all slots. */
class RedisClusterStoreTest extends SessionStoreContract {

    @RegisterExtension
    static final RealTopology REDIS = RealTopology.cluster();

    private final List<SessionStore> opened = new ArrayList<>();
    private SessionStore store = node("one");
    private SessionStore other = node("two");

    @BeforeEach
    void empty() {
        REDIS.command("FLUSHALL");
    }

    @AfterEach
    void close() {
        opened.forEach(SessionStore::close);
    }

    private SessionStore node(String name) {
        var configuration = RedissonConfiguration.parse(REDIS.configuration());
        var made = new RedisSessionStore(new RedisSettings(
                "vedfolnir:session:",
                "/",
                new RedisAccess(URI.create("redis://unused"), configuration, RedisTrust.OF_JAVA, configuration::login),
                Duration.ofMillis(1000),
                TOUCH,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                new EventSettings(1 << 20, SUM),
                DEAD_AFTER,
                name));
        opened.add(made);
        return made;
    }

    @Override
    protected SessionStore store() {
        return store;
    }

    @Override
    protected SessionStore other() {
        return other;
    }

    @Override
    protected SessionStore otherRestarted() {
        other.close();
        other = node("two");
        return other;
    }

    @Override
    protected void within(Duration time, Callable<Boolean> condition) throws Exception {
        Eventually.within(time, condition);
    }

    @Override
    protected void indexAllAsDue() {
        for (var id : String.valueOf(REDIS.command("ZRANGE", "vedfolnir:expiries", "0", "-1"))
                .split("\n")) {
            REDIS.command("ZADD", "vedfolnir:expiries", "XX", "1", id);
        }
    }

    @Test
    void anIndexEntryWhoseSessionWasNeverMadeIsSteppedOverAndLeaves() {
        var id = TestWrite.newId();
        REDIS.command("ZADD", "vedfolnir:user:ann", "0", id.value());
        REDIS.command("ZADD", "vedfolnir:expiries", "1", id.value());

        assertThat(store.sessionsOf("ann")).isEmpty();
        assertThat(store.expire(10, each -> {
                    throw new AssertionError("There is no such session.");
                }))
                .isEmpty();
        assertThat(REDIS.command("ZSCORE", "vedfolnir:expiries", id.value())).isNull();
    }

    @Test
    void aChangeThatWasNotMadeTakesItsEventBack() {
        var id = TestWrite.newId();
        store.save(new TestWrite(id, 0).build());
        store.save(new TestWrite(id, 1).build());

        assertThat(store.save(new TestWrite(id, 1).events(event()).build())).isInstanceOf(SaveResult.Stale.class);
        assertThat(store.save(
                        new TestWrite(TestWrite.newId(), 1).events(event()).build()))
                .isInstanceOf(SaveResult.Gone.class);
        assertThat(store.end(TestWrite.newId(), event())).isFalse();
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("0");
    }

    @Test
    void aChangeThatWasRefusedTakesItsEventBack() {
        var id = TestWrite.newId();
        store.save(new TestWrite(id, 0).build());
        var moved = new TestWrite(TestWrite.newId(), 1).before(id).events(event());
        REDIS.command(
                "ACL",
                "SETUSER",
                "default",
                "resetkeys",
                "~vedfolnir:events",
                "~{vedfolnir:events*",
                "~vedfolnir:expiries");
        try {
            for (var change : List.<Runnable>of(
                    () -> store.save(new TestWrite(id, 1).events(event()).build()),
                    () -> store.save(moved.build()),
                    () -> store.end(id, event()))) {
                assertThatThrownBy(change::run).isInstanceOf(StoreRefusedException.class);
            }
        } finally {
            REDIS.command("ACL", "SETUSER", "default", "allkeys");
        }
        assertThat(store.peek(id)).isPresent();
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("0");
    }

    @Test
    void anEndIsMadeAndRecordedWhereTheMemoryOfTheEventsIsFull() {
        var id = TestWrite.newId();
        store.save(new TestWrite(id, 0).build());
        REDIS.commandAt("vedfolnir:events", "CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(store.end(id, event())).isTrue();
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(store.peek(id)).isEmpty();
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("1");
    }

    /** The memory of another master than that of the events may be full: then the event is written before that is known. */
    @Test
    void aChangeWhoseIndexEntryIsRefusedIsNotMadeAndTakesItsEventBack() {
        var events = REDIS.portOf("vedfolnir:events");
        var expiries = REDIS.portOf("vedfolnir:expiries");
        assertThat(expiries).isNotEqualTo(events);
        var user = Stream.iterate(0, each -> each + 1)
                .map(each -> "user" + each)
                .filter(each -> !List.of(events, expiries).contains(REDIS.portOf("vedfolnir:user:" + each)))
                .findFirst()
                .orElseThrow();
        for (var full : List.of("vedfolnir:expiries", "vedfolnir:user:" + user)) {
            var id = Stream.generate(TestWrite::newId)
                    .filter(each -> REDIS.portOf("vedfolnir:session:" + each.value()) == events)
                    .findFirst()
                    .orElseThrow();
            REDIS.commandAt(full, "CONFIG", "SET", "maxmemory", "1");
            try {
                assertThatThrownBy(() -> store.save(
                                new TestWrite(id, 0).user(user).events(event()).build()))
                        .as(full)
                        .isInstanceOf(StoreRefusedException.class);
            } finally {
                REDIS.command("CONFIG", "SET", "maxmemory", "0");
            }
            assertThat(store.peek(id)).isEmpty();
            assertThat(REDIS.command("XLEN", "vedfolnir:events")).as(full).isEqualTo("0");
        }
        assertThat(store.examine().events().lost()).isZero();
    }

    @Test
    void anEventThatAReaderTookBeforeItWasTakenBackIsNoLoss() throws Exception {
        var taken = ConcurrentHashMap.<String>newKeySet();
        var over = new AtomicBoolean();
        var reading = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                other.events().read(10).forEach(each -> taken.add(each.id()));
            }
        });
        while (taken.size() < 5 && !reading.isDone()) {
            store.save(new TestWrite(TestWrite.newId(), 1).events(event()).build());
        }
        over.set(true);
        reading.get();

        assertThat(other.events().read(10)).isEmpty();
        assertThat(store.examine().events().lost()).isZero();
        assertThat(store.examine().events().bytes()).isZero();
    }

    @Test
    void aNewIdWhoseOldOneHasChangedMeanwhileIsNotLeftBehind() {
        var id = TestWrite.newId();
        var next = TestWrite.newId();
        store.save(new TestWrite(id, 0).build());
        store.save(new TestWrite(id, 1).build());

        assertThat(store.save(new TestWrite(next, 1).before(id).events(event()).build()))
                .isInstanceOf(SaveResult.Stale.class);
        assertThat(store.peek(next)).isEmpty();
        assertThat(store.peek(id)).isPresent();
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("0");
    }

    @Test
    void aSessionThatAnotherNodeRemovedMeanwhileIsRecordedOnce() throws Exception {
        var id = TestWrite.newId();
        store.save(new TestWrite(id, 0).build());
        within(Duration.ofSeconds(5), () -> store.peek(id).isEmpty());

        assertThat(store.expire(10, slow -> {
                    indexAllAsDue();
                    assertThat(other.expire(10, each -> ended())).hasSize(1);
                    return ended();
                }))
                .as("its lease was over")
                .isEmpty();
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("1");
    }

    @Test
    void aSessionWhoseDocumentGoesByItselfMeanwhileIsRecordedOnce() throws Exception {
        var id = TestWrite.newId();
        store.save(new TestWrite(id, 0).build());
        within(Duration.ofSeconds(5), () -> store.peek(id).isEmpty());

        assertThat(store.expire(10, each -> {
                    REDIS.command("DEL", "vedfolnir:session:" + id.value());
                    return ended();
                }))
                .hasSize(1);
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("1");
    }

    private static NewEvent ended() {
        return new NewEvent(
                new SessionEvent.Ended(EndReason.EXPIRED), new EventContext("/", "n", "handle", "ann", null, null));
    }

    private static NewEvent event() {
        return new NewEvent(
                new SessionEvent.Ended(EndReason.SIGNED_OUT),
                new EventContext("/", "node", "handle", null, null, null));
    }
}
