package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/**
 * A connection stands still, the same save goes over another one, and then the first one goes on: it must not bring back what has ended
 * or moved meanwhile.
 */
class LateSaveTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final long IDLE = 60_000;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final SessionId id = TestWrite.newId();
    private final SessionId next = TestWrite.newId();
    private LossyWire wire;
    private RedisStore store;

    LateSaveTest() throws IOException {
        wire = new LossyWire(REDIS);
        store = node(wire.url(), Duration.ofMillis(500), GRACE);
    }

    private static RedisStore node(String url, Duration commandTimeout, Duration grace) {
        return new RedisStore(
                TestSettings.at(url).commandTimeout(commandTimeout).grace(grace).made());
    }

    @BeforeEach
    void empty() {
        REDIS.command("FLUSHALL");
    }

    @AfterEach
    void close() {
        store.close();
        wire.close();
    }

    @Test
    void aSessionThatEndedDoesNotComeBack() throws IOException {
        var late = create();
        end(id);
        arrive(late);

        assertThat(REDIS.exists(key(id))).isFalse();
        assertThat(REDIS.command("XLEN", "vedfolnir:events"))
                .as("it began once and ended once")
                .isEqualTo("2");
    }

    @Test
    void aSessionDoesNotComeBackUnderTheIdThatItHadBefore() throws IOException {
        var late = create();
        store.sessions().save(new TestWrite(next, 1).before(id).idle(IDLE).build());
        arrive(late);

        assertThat(REDIS.exists(key(id))).isFalse();
        assertThat(REDIS.exists(key(next))).isTrue();
    }

    @Test
    void nobodyComesBackHoweverLate() throws Exception {
        var late = create();
        end(id);
        var now = redisMillis();
        REDIS.command("DEL", key(id)); // as by its time
        Eventually.within(Duration.ofSeconds(10), () -> redisMillis() > now + GRACE.toMillis() + 100);
        arrive(late);

        assertThat(REDIS.exists(key(id))).isFalse();
    }

    @Test
    void aSignOnThatEndedDoesNotComeBack() throws IOException {
        var document = "{\"_version\":1,\"_until\":0,\"_idle\":60000,\"x\":1}".getBytes(StandardCharsets.UTF_8);
        var signOns = store.signOns();
        var late = requestOf(() -> signOns.save(id, 0, document, IDLE, 0));
        signOns.remove(id);
        arrive(late);

        assertThat(REDIS.exists(signOns.key(id))).isFalse();
    }

    @Test
    void aSessionMayBeginWhereAnotherHasJustEnded() {
        create();
        end(id);

        assertThat(store.sessions().save(new TestWrite(id, 0).idle(IDLE).build()))
                .isInstanceOf(SaveResult.Saved.class);
        assertThat(REDIS.exists(key(id))).isTrue();
    }

    @Test
    void aNodeThatHasRedisClockWrongBeginsSessionsAllTheSame() {
        for (var wrong : List.of(-3_600_000L, 3_600_000L)) {
            store.clock().update(redisMillis() + wrong);
            var fresh = TestWrite.newId();

            assertThat(store.sessions().save(new TestWrite(fresh, 0).idle(IDLE).build()))
                    .isInstanceOf(SaveResult.Saved.class);
            assertThat(Math.abs(store.now() - redisMillis())).isLessThan(1000);
        }
    }

    @Test
    void whereACommandMayTakeLongASessionBeginsAtTheFirstTry() {
        var patient = node(REDIS.url(), Duration.ofSeconds(10), Duration.ofSeconds(60));
        var scripts = REDIS.roundTrips(() -> assertThat(whileRedisStandsStill(() ->
                        patient.sessions().save(new TestWrite(id, 0).idle(IDLE).build())))
                .isInstanceOf(SaveResult.Saved.class));
        patient.close();

        assertThat(scripts).isEqualTo(1);
    }

    /** What an action gives that begins while Redis stands still, for three seconds. */
    private static SaveResult whileRedisStandsStill(Supplier<SaveResult> action) {
        try {
            REDIS.pause();
            var answer = CompletableFuture.supplyAsync(action);
            var until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            Eventually.within(Duration.ofSeconds(10), () -> System.nanoTime() > until);
            REDIS.resume();
            return answer.join();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static long redisMillis() {
        var time = String.valueOf(REDIS.command("TIME")).split("\n");
        return Long.parseLong(time[0]) * 1000 + Long.parseLong(time[1]) / 1000;
    }

    private String create() {
        return requestOf(() -> store.sessions()
                .save(new TestWrite(id, 0)
                        .idle(IDLE)
                        .events(event(new SessionEvent.Created()))
                        .build()));
    }

    private void end(SessionId session) {
        assertThat(store.sessions().end(session, event(new SessionEvent.Ended(EndReason.INVALIDATED)), List.of()))
                .isPresent();
    }

    private static NewEvent event(SessionEvent event) {
        return new NewEvent(event, new EventContext("/", "node", "handle", null, null, null));
    }

    private static String key(SessionId session) {
        return "vedfolnir:session:" + session.value();
    }

    /** What an action sends to Redis, one byte a character. */
    private String requestOf(Runnable action) {
        var before = wire.sent().length();
        action.run();
        return wire.sent().substring(before);
    }

    /** The same bytes once more, over a connection of their own, up to Redis' answer. */
    private static void arrive(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", REDIS.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().read()).isPositive();
        }
    }
}
