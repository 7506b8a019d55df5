package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** If Redis executes a command and its reply is lost, the store repeats nothing that was done, and reports nothing that it does not know. */
class LostAnswerTest {

    /** The first bytes of the script's replies: the time for a save, four values for a lost race. */
    private static final String SAVED = ":1";

    private static final String STALE = "*4";

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final SessionId id = TestWrite.newId();
    private LossyWire wire;
    private RedisStore store;
    private RedisStore other;

    LostAnswerTest() throws Exception {
        wire = new LossyWire(REDIS);
        store = node(wire.url(), "lossy");
        other = node(REDIS.url(), "other");
    }

    private static RedisStore node(String url, String name) {
        return new RedisStore(TestSettings.at(url)
                .commandTimeout(Duration.ofMillis(500))
                .requestBudget(Duration.ofSeconds(2))
                .node(name)
                .made());
    }

    @BeforeEach
    void connect() {
        REDIS.command("FLUSHALL");
        store.sessions().save(new TestWrite(id, 0).idle(60_000).build());
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
        wire.close();
    }

    /** An interrupt says nothing about Redis: other threads are served. */
    @Test
    void treatsAnInterruptedThreadAsNoOutage() throws Exception {
        REDIS.pause(); // so that they wait
        try {
            for (var i = 0; i < 5; i++) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> other.sessions().peek(id)).isInstanceOf(StoreUnavailableException.class);
                assertThat(Thread.interrupted())
                        .as("interrupt flag of the thread")
                        .isTrue();
            }
        } finally {
            REDIS.resume();
        }

        assertThat(other.sessions().peek(id)).isPresent();
    }

    @Test
    void savesOnceWithOneEventIfTheReplyIsLost() {
        wire.loseNext(SAVED, () -> {});

        assertThat(store.sessions()
                        .save(new TestWrite(id, 1).idle(60_000).events(event()).build()))
                .isInstanceOf(SaveResult.Saved.class);

        assertThat(wire.lost()).isEqualTo(1);
        assertThat(version()).isEqualTo(2);
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("1");
    }

    @Test
    void doesNotRepeatASaveAfterAnotherNodeSavedOnTopOfIt() {
        wire.loseNext(SAVED, () -> other.sessions()
                .save(new TestWrite(id, 2).idle(60_000).build()));

        assertThatThrownBy(() -> store.sessions()
                        .save(new TestWrite(id, 1).idle(60_000).events(event()).build()))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(wire.lost()).isEqualTo(1);
        assertThat(version()).isEqualTo(3);
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("1");
    }

    @Test
    void savesNothingIfTheReplyOfALostRaceIsLost() {
        other.sessions().save(new TestWrite(id, 1).idle(60_000).build());
        wire.loseNext(STALE, () -> {});

        assertThatThrownBy(() -> store.sessions()
                        .save(new TestWrite(id, 1).idle(60_000).events(event()).build()))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(version()).isEqualTo(2);
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("0");
    }

    @Test
    void recordsAnEndOnceIfTheReplyIsLost() {
        wire.loseNext("ended", () -> {});

        assertThat(store.sessions().end(id, new NewEvent(new SessionEvent.Ended(EndReason.SIGNED_OUT), context())))
                .as("reported as ended by this node")
                .isTrue();

        assertThat(wire.lost()).isEqualTo(1);
        assertThat(store.sessions().peek(id)).isEmpty();
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("1");
        assertThat(other.index().statuses(List.of(id)))
                .as("the mark as older nodes read it")
                .containsExactly(new SessionStatus.Ended(EndReason.SIGNED_OUT));
    }

    @Test
    void neverReportsTheEndByAnotherNodeAsItsOwn() {
        other.sessions().end(id, new NewEvent(new SessionEvent.Ended(EndReason.ENDED_BY_OPERATOR), context()));

        assertThat(store.sessions().end(id, new NewEvent(new SessionEvent.Ended(EndReason.SIGNED_OUT), context())))
                .isFalse();
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("1");
    }

    @Test
    void recordsAnEventAgainWithTheSameIdIfTheReplyIsLost() {
        wire.loseNext("-0", () -> {});

        store.record(event());

        assertThat(wire.lost()).isEqualTo(1);
        assertThat(other.events().read(10).stream().map(RecordedEvent::id).distinct())
                .hasSize(1);
    }

    @Test
    void countsARejectionOnceIfTheReplyIsLost() {
        var refusal = new NewEvent(new SessionEvent.AccessRefused("role admin"), context());
        wire.loseNext("-0", () -> {});

        store.record(refusal);

        assertThat(wire.lost()).isEqualTo(1);
        assertThat(other.events().read(10)).hasSize(1);
        assertThat(String.valueOf(REDIS.command("HVALS", "{vedfolnir:events}:sums")))
                .contains("\"count\":0");
    }

    @Test
    void reportsAndRecordsAnExpiryOnceIfTheReplyIsLost() throws Exception {
        var brief = TestWrite.newId();
        store.sessions().save(new TestWrite(brief, 0).idle(50).build());
        Eventually.within(
                Duration.ofSeconds(5), () -> store.sessions().peek(brief).isEmpty());
        wire.loseNext("ended", () -> {});

        assertThat(store.sessions()
                        .expire(10, each -> new NewEvent(new SessionEvent.Ended(EndReason.EXPIRED), context())))
                .hasSize(1);

        assertThat(wire.lost()).isEqualTo(1);
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("1");
    }

    @Test
    void changesAnIdOnceIfTheReplyIsLost() {
        var next = TestWrite.newId();
        wire.loseNext(SAVED, () -> {});

        assertThat(store.sessions()
                        .save(new TestWrite(next, 1)
                                .before(id)
                                .idle(60_000)
                                .events(event())
                                .build()))
                .isInstanceOf(SaveResult.Saved.class);

        assertThat(other.sessions().peek(id)).isEmpty();
        assertThat(other.sessions().peek(next)).isPresent();
        assertThat(REDIS.command("XLEN", "vedfolnir:events")).isEqualTo("1");
    }

    @Test
    void savesCompletelyOrNotAtAllIfARequestIsCut() {
        for (var cut = 1; cut < 1000; cut += 90) {
            var each = TestWrite.newId();
            var first = new TestWrite(each, 0).idle(60_000).build();
            var second = new TestWrite(each, 1).idle(60_000).events(event()).build();
            other.sessions().save(first);
            wire.cutNextAfter(cut);
            var saved = saves(second);

            var current = other.sessions().peek(each).orElseThrow();
            assertThat(current.version()).as("cut after %d bytes", cut).isBetween(saved ? 2L : 1L, 2L);
            assertThat(current.document()).isEqualTo((current.version() == 1 ? first : second).document());
        }
        assertThat(Long.parseLong(String.valueOf(REDIS.command("XLEN", "vedfolnir:events"))))
                .as("an event for each save, and no other")
                .isLessThanOrEqualTo(12);
    }

    private boolean saves(SessionWrite write) {
        try {
            return store.sessions().save(write) instanceof SaveResult.Saved;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private long version() {
        return other.sessions().peek(id).orElseThrow().version();
    }

    private static NewEvent event() {
        return new NewEvent(new SessionEvent.PlatformSwitched("1"), context());
    }

    private static EventContext context() {
        return new EventContext("/", "node", "handle", null, null, null);
    }
}
