package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.failure.SessionMovedException;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** An end that is not recorded takes the short path of its script, and leaves the same behind as a recorded one. */
class UnrecordedEndTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final long IDLE = 600_000;

    private final SessionId id = TestWrite.newId();
    private RedisStore store;
    private RedisStore recording;

    @BeforeEach
    void open() throws Exception {
        REDIS.command("FLUSHALL");
        store = node("short", EventSettings.NONE);
        recording = node("long", EventSettings.upTo(1 << 20));
    }

    private static RedisStore node(String name, EventSettings events) throws Exception {
        return new RedisStore(TestSettings.at(REDIS.urlWithLeastRights())
                .commandTimeout(Duration.ofSeconds(1))
                .events(events)
                .node(name)
                .made());
    }

    @AfterEach
    void close() {
        store.close();
        recording.close();
        REDIS.command("CONFIG", "SET", "maxmemory", "0");
    }

    private static NewEvent ended(EndReason reason) {
        return new NewEvent(new SessionEvent.Ended(reason), new EventContext("/", "n", "handle", "ann", null, null));
    }

    private TestWrite write(long expected) {
        return new TestWrite(id, expected).idle(IDLE).user("ann");
    }

    @Test
    void leavesTheSameTombstone() {
        var end = ended(EndReason.SIGNED_OUT);
        store.sessions().save(write(0).build());
        assertThat(store.sessions().end(id, end)).isTrue();
        var shortly = tombstone();
        REDIS.command("FLUSHALL");
        store.sessions().save(write(0).build());
        assertThat(recording.sessions().end(id, end)).isTrue();

        assertThat(shortly).isEqualTo(tombstone()).contains("_ended").contains(end.id());
        assertThat(store.index().statuses(List.of(id))).singleElement().isInstanceOf(SessionStatus.Ended.class);
    }

    private String tombstone() {
        return REDIS.value("vedfolnir:session:" + id.value()).replaceFirst("\"_ended\":\"\\d+", "\"_ended\":\"");
    }

    @Test
    void isShownForAsLongAsTheClientMayReturn() {
        store.sessions().save(write(0).build());

        store.sessions().end(id, ended(EndReason.ENDED_BY_OPERATOR));

        assertThat(REDIS.ttl("vedfolnir:session:" + id.value())).isBetween(IDLE / 2, IDLE * 2);
    }

    @Test
    void leavesNoEntryOfAnIndex() {
        store.sessions().save(write(0).build());
        var next = TestWrite.newId();
        store.sessions()
                .save(new TestWrite(next, 1)
                        .before(id)
                        .idle(IDLE)
                        .user("ann")
                        .formerUser("ann")
                        .build());
        assertThat(store.placement().idOf("handle")).contains(next);

        assertThat(store.sessions().end(next, ended(EndReason.SIGNED_OUT))).isTrue();

        assertThat(store.index().count().sessions()).isZero();
        assertThat(store.index().sessionsOf("ann")).isEmpty();
        assertThat(store.placement().idOf("handle")).isEmpty();
        assertThat(REDIS.command("KEYS", "*handle*")).isEmpty();
        assertThatThrownBy(() -> store.sessions().end(id, ended(EndReason.SIGNED_OUT)))
                .isInstanceOf(SessionMovedException.class);
    }

    @Test
    void endsOnceAndForGood() {
        var first = write(0).build();
        store.sessions().save(first);
        var once = ended(EndReason.SIGNED_OUT);

        assertThat(store.sessions().end(id, once)).isTrue();
        assertThat(store.sessions().end(id, once)).as("its reply was lost").isTrue();
        assertThat(store.sessions().end(id, ended(EndReason.SIGNED_OUT))).isFalse();
        assertThat(store.sessions()
                        .save(write(1).base(DocumentTag.of(first.document(), IDLE))
                                .build()))
                .isInstanceOf(SaveResult.Gone.class);
        assertThat(store.sessions().open(id, DocumentTag.of(first.document(), IDLE)))
                .isInstanceOf(OpenResult.Gone.class);
    }

    @Test
    void removesPartsToo() {
        store.sessions().save(write(0).parts(2, Map.of(1, "one", 2, "two")).build());

        assertThat(store.sessions().end(id, ended(EndReason.SIGNED_OUT))).isTrue();

        assertThat(REDIS.command("KEYS", "*part*")).isEmpty();
    }

    @Test
    void leavesAnExpiredSessionToTheSweep() throws Exception {
        store.sessions().save(write(0).idle(1).build());
        Eventually.within(Duration.ofSeconds(5), () -> store.sessions().peek(id).isEmpty());

        assertThat(store.sessions().end(id, ended(EndReason.SIGNED_OUT))).isFalse();
        assertThat(store.sessions().expire(10, each -> ended(EndReason.EXPIRED)))
                .hasSize(1);
    }

    @Test
    void endsASessionWithAnAbsoluteEndOnlyBeforeIt() throws Exception {
        store.sessions().save(write(0).until(REDIS.millis() + IDLE).build());
        assertThat(store.sessions().end(id, ended(EndReason.SIGNED_OUT))).isTrue();

        var late = TestWrite.newId();
        store.sessions().save(new TestWrite(late, 0).until(REDIS.millis() + 1).build());
        REDIS.command("PEXPIRE", "vedfolnir:session:" + late.value(), "600000");
        Eventually.within(
                Duration.ofSeconds(5), () -> store.sessions().peek(late).isEmpty());

        assertThat(store.sessions().end(late, ended(EndReason.SIGNED_OUT))).isFalse();
    }

    @Test
    void endsWhileTheMemoryOfRedisIsFull() {
        store.sessions().save(write(0).build());
        REDIS.command("CONFIG", "SET", "maxmemory", "1");

        assertThat(store.sessions().end(id, ended(EndReason.SIGNED_OUT))).isTrue();
        assertThat(store.sessions().peek(id)).isEmpty();
    }

    @Test
    void reportsAForeignValueAsAbsent() {
        REDIS.command("LPUSH", "vedfolnir:session:" + id.value(), "a");

        assertThat(store.sessions().end(id, ended(EndReason.SIGNED_OUT))).isFalse();
        assertThat(REDIS.command("TYPE", "vedfolnir:session:" + id.value())).isEqualTo("list");
    }
}
