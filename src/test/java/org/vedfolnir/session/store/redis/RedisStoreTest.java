package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/**
 * The contract on a real Redis, and the behaviour of Redis alone: keys, their TTL, and foreign values. All tests use the rights of the one user
 * in server-config.
 */
class RedisStoreTest extends RedisStoreContract {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final List<String> BOUNDED =
            List.of("vedfolnir:expiries", "vedfolnir:events", "{vedfolnir:events}:state", "vedfolnir:generation");

    private static String url = "";

    @BeforeAll
    static void restrict() throws Exception {
        url = REDIS.urlWithLeastRights();
    }

    @AfterAll
    static void nothingWasRejected() {
        assertThat(REDIS.refusals()).isEmpty();
    }

    @Override
    protected void indexAllAsDue() {
        for (var id : String.valueOf(REDIS.command("ZRANGE", "vedfolnir:expiries", "0", "-1"))
                .split("\n")) {
            REDIS.command("ZADD", "vedfolnir:expiries", "XX", "1", id);
        }
    }

    @Test
    void usesTheClockOfRedis() {
        var redis = REDIS.millis();

        assertThat(store().now()).isBetween(redis - 5, redis + 1000);
        var commands = REDIS.roundTrips(() -> store().now());
        assertThat(commands).as("commands between replies").isZero();
    }

    @Test
    void setsATimeToLiveOnEveryKeyWithoutABound() {
        store().sessions().save(new TestWrite(TestWrite.newId(), 0).user("ann").build());

        for (var key : String.valueOf(REDIS.command("KEYS", "*")).split("\n")) {
            if (!BOUNDED.contains(key)) {
                assertThat(REDIS.ttl(key)).as(key).isPositive();
            }
        }
    }

    @Test
    void keepsTheLocatorAsLongAsItsSession() throws Exception {
        var first = TestWrite.newId();
        var second = TestWrite.newId();
        store().sessions().save(new TestWrite(first, 0).idle(2000).build());
        store().sessions()
                .save(new TestWrite(second, 1)
                        .idle(2000)
                        .before(first)
                        .handle("h")
                        .build());
        var locator = "vedfolnir:handle:h";
        assertThat(REDIS.ttl(locator)).isBetween(2000L, 12_250L);

        // the session was used since it was indexed: the search for expired sessions moves the end of both
        REDIS.command("PEXPIRE", locator, "1500");
        REDIS.command("PEXPIRE", "{" + key(second) + "}:handle", "1500");
        indexAllAsDue();
        assertThat(store().sessions().expire(10, each -> ended())).isEmpty();
        assertThat(REDIS.ttl(locator)).isGreaterThan(10_000);
        assertThat(REDIS.ttl("{" + key(second) + "}:handle")).isGreaterThan(10_000);

        store().sessions().save(new TestWrite(second, 2).idle(0).build());
        assertThat(REDIS.ttl(locator)).isEqualTo(-1);
        store().sessions().save(new TestWrite(second, 3).idle(60_000).build());
        assertThat(REDIS.ttl(locator)).isBetween(60_000L, 71_000L);

        store().sessions().end(second, ended());
        assertThat(REDIS.exists(locator)).isFalse();
        assertThat(REDIS.exists("{" + key(second) + "}:handle")).isFalse();
    }

    @Test
    void keepsPartsAtLeastAsLongAsTheirDocument() throws Exception {
        var id = TestWrite.newId();
        store().sessions()
                .save(new TestWrite(id, 0).parts(2, Map.of(1, "one", 2, "two")).build());
        assertThatPartsOutliveTheirDocument(id);

        pass(TOUCH.plusMillis(50));
        store().sessions().open(id, DocumentTag.NONE);
        assertThatPartsOutliveTheirDocument(id);

        store().sessions().save(new TestWrite(id, 1).idle(0).parts(2, Map.of()).build());
        assertThat(REDIS.ttl(part(id, 1))).isEqualTo(-1);
        store().sessions()
                .save(new TestWrite(id, 2)
                        .idle(60_000)
                        .parts(2, Map.of(2, "new"))
                        .build());
        assertThatPartsOutliveTheirDocument(id);

        store().sessions()
                .end(id, new NewEvent(new SessionEvent.SignedIn(), new EventContext("/", "n", null, null, null, null)));
        assertThat(REDIS.command("KEYS", "*part*")).isEmpty();
    }

    @Test
    void renewsPartsWhenTheyWouldEndBeforeTheirDocument() throws Exception {
        var id = TestWrite.newId();
        var first = write(id, 0, DocumentTag.NONE, Map.of(1, "one", 2, "two"));
        store().sessions().save(first);
        var renewed = REDIS.ttl(part(id, 1));
        var second = write(id, 1, tag(first), Map.of());
        store().sessions().save(second);
        assertThat(REDIS.ttl(part(id, 1))).as("not renewed yet").isLessThanOrEqualTo(renewed);

        endPartsIn(id, 59_000);
        var third = write(id, 2, tag(second), Map.of());
        store().sessions().save(third);
        assertThatPartsOutliveTheirDocument(id);

        endPartsIn(id, 59_000);
        pass(TOUCH.plusMillis(50));
        REDIS.command("PEXPIRE", key(id), "30000");
        assertThat(store().sessions().open(id, tag(third))).isInstanceOf(OpenResult.Unchanged.class);
        assertThatPartsOutliveTheirDocument(id);
    }

    private void endPartsIn(SessionId id, long ms) {
        for (var number = 1; number <= 2; number++) {
            assertThat(REDIS.command("PEXPIRE", part(id, number), Long.toString(ms)))
                    .isEqualTo("1");
        }
    }

    private static SessionWrite write(SessionId id, long expected, DocumentTag base, Map<Integer, String> written) {
        return new TestWrite(id, expected)
                .base(base)
                .idle(60_000)
                .parts(2, written)
                .build();
    }

    private static DocumentTag tag(SessionWrite write) {
        return DocumentTag.of(write.document(), write.idle(), 2);
    }

    private void assertThatPartsOutliveTheirDocument(SessionId id) {
        var both = "return {redis.call('PTTL', KEYS[1]), redis.call('PTTL', KEYS[2])}"; // at one moment
        for (var number = 1; number <= 2; number++) {
            var left = String.valueOf(REDIS.command("EVAL", both, "2", key(id), part(id, number)))
                    .split("\n");
            assertThat(Long.parseLong(left[0])).isPositive();
            assertThat(Long.parseLong(left[1]))
                    .isBetween(Long.parseLong(left[0]) - 2, Long.parseLong(left[0]) + 60_000);
        }
    }

    @Test
    void expiresTheSessionsOfADeadNodeAfterItsLease() throws Exception {
        var id = TestWrite.newId();
        store().sessions().save(new TestWrite(id, 0).build());
        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());
        var before = REDIS.millis();
        assertThatThrownBy(() -> store().sessions().expire(10, each -> {
                    throw new IllegalStateException("The node dies here.");
                }))
                .isInstanceOf(IllegalStateException.class);
        var after = REDIS.millis();

        assertThat(other().sessions().expire(10, each -> ended()))
                .as("expired sessions during the lease")
                .isEmpty();
        var lease = Double.parseDouble(String.valueOf(REDIS.command("ZSCORE", "vedfolnir:expiries", id.value())));
        assertThat(lease).isBetween(before + 10_000.0, after + 10_000.0);
        indexAllAsDue();
        assertThat(other().sessions().expire(10, each -> ended())).hasSize(1);
        assertThat(other().events().read(10)).hasSize(1);
    }

    @Test
    void takesNoMoreExpiredSessionsAtOnceThanFitIntoMemory() throws Exception {
        var last = TestWrite.newId();
        for (var i = 0; i < 5; i++) {
            last = TestWrite.newId();
            store().sessions()
                    .save(new TestWrite(last, 0)
                            .parts(1, Map.of(1, "x".repeat(1_500_000)))
                            .build());
        }
        var latest = last;
        within(Duration.ofSeconds(5), () -> store().sessions().peek(latest).isEmpty());

        assertThat(store().sessions().expire(10, each -> ended())).hasSize(2);
        assertThat(other().sessions().expire(10, each -> ended())).hasSize(2);
        assertThat(other().sessions().expire(10, each -> ended())).hasSize(1);
    }

    @Test
    void keepsTheIndexOfAUserLongerThanEachSession() {
        var days60 = Duration.ofDays(60).toMillis();
        store().sessions()
                .save(new TestWrite(TestWrite.newId(), 0)
                        .user("ann")
                        .idle(days60)
                        .build());
        store().sessions().save(new TestWrite(TestWrite.newId(), 0).user("ann").build());
        assertThat(REDIS.ttl("vedfolnir:user:ann")).isGreaterThan(days60);

        store().sessions()
                .save(new TestWrite(TestWrite.newId(), 0).user("ann").idle(0).build());
        assertThat(REDIS.ttl("vedfolnir:user:ann")).isEqualTo(-1);

        store().sessions().save(new TestWrite(TestWrite.newId(), 0).user("ann").build());
        assertThat(REDIS.ttl("vedfolnir:user:ann")).isEqualTo(-1);
    }

    @Test
    void setsATimeToLiveOnlyOnASessionWithAnEnd() {
        var id = TestWrite.newId();
        store().sessions().save(new TestWrite(id, 0).idle(0).build());
        assertThat(REDIS.ttl(key(id))).isEqualTo(-1);

        store().sessions().save(new TestWrite(id, 1).idle(60_000).build());
        assertThat(REDIS.ttl(key(id))).isBetween(60_000L, 65_450L);

        store().sessions().save(new TestWrite(id, 2).idle(0).build());
        assertThat(REDIS.ttl(key(id))).isEqualTo(-1);
        assertThat(REDIS.command("ZSCORE", "vedfolnir:expiries", id.value())).isNull();
    }

    @Test
    void changesNoForeignValue() {
        var id = TestWrite.newId();
        for (var foreign :
                List.of("", "{}", "{\"_session\":{\"format\":99}}", "{\"_version\":-1,\"_until\":0,\"_idle\":0,")) {
            REDIS.command("SET", key(id), foreign);
            assertThat(store().sessions().open(id, DocumentTag.NONE)).isEqualTo(new OpenResult.Foreign());
            touchAll(id);
            assertThat(REDIS.value(key(id))).isEqualTo(foreign);
        }
        REDIS.command("DEL", key(id));
        REDIS.command("LPUSH", key(id), "x");
        assertThat(store().sessions().open(id, DocumentTag.NONE)).isEqualTo(new OpenResult.Foreign());
        touchAll(id);
        assertThat(REDIS.command("LRANGE", key(id), "0", "-1")).isEqualTo("x");
    }

    private void touchAll(SessionId id) {
        assertThat(store().sessions().peek(id)).isEmpty();
        assertThat(store().sessions().save(new TestWrite(id, 0).build())).isEqualTo(new SaveResult.Gone());
        assertThat(store().sessions().save(new TestWrite(id, 1).build())).isEqualTo(new SaveResult.Gone());
        REDIS.command("ZADD", "vedfolnir:expiries", "1", id.value());
        assertThat(store().sessions().expire(10, each -> {
                    throw new AssertionError("A foreign value is no expired session.");
                }))
                .isEmpty();
    }

    private String part(SessionId id, int number) {
        return "{" + key(id) + "}:part:" + number;
    }

    @Override
    TestSettings settings() {
        return TestSettings.at(url);
    }

    @Override
    @Nullable
    String command(String... words) {
        return REDIS.command(words);
    }

    @Override
    String key(SessionId id) {
        return "vedfolnir:session:" + id.value();
    }

    @Override
    long recorded() {
        return Long.parseLong(String.valueOf(REDIS.command("XLEN", "vedfolnir:events")));
    }
}
