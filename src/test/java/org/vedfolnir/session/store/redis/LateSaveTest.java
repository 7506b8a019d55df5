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
 * A connection stalls, the same save succeeds on another connection, and then Redis receives the first one: it must not recreate a session
 * that has ended or moved in between.
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
    void doesNotRecreateAnEndedSession() throws IOException {
        var late = create();
        end(id);
        arrive(late);

        assertThat(REDIS.exists(key(id))).isFalse();
        assertThat(REDIS.command("XLEN", "vedfolnir:events"))
                .as("events of the session: one start and one end")
                .isEqualTo("2");
    }

    @Test
    void doesNotRecreateASessionUnderItsOldId() throws IOException {
        var late = create();
        store.sessions().save(new TestWrite(next, 1).before(id).idle(IDLE).build());
        arrive(late);

        assertThat(REDIS.exists(key(id))).isFalse();
        assertThat(REDIS.exists(key(next))).isTrue();
    }

    @Test
    void doesNotRecreateAnEndedSessionAfterItsTombstoneIsGone() throws Exception {
        var late = create();
        end(id);
        var now = REDIS.millis();
        REDIS.command("DEL", key(id)); // as by its time
        Eventually.within(Duration.ofSeconds(10), () -> REDIS.millis() > now + GRACE.toMillis() + 100);
        arrive(late);

        assertThat(REDIS.exists(key(id))).isFalse();
    }

    @Test
    void doesNotRecreateAnEndedSignOn() throws IOException {
        var document = "{\"_version\":1,\"_until\":0,\"_idle\":60000,\"x\":1}".getBytes(StandardCharsets.UTF_8);
        var signOns = store.signOns();
        var late = requestOf(() -> signOns.save(id, 0, document, IDLE, 0));
        signOns.remove(id);
        arrive(late);

        assertThat(REDIS.exists(signOns.key(id))).isFalse();
    }

    @Test
    void createsASessionWhereAnotherHasJustEnded() {
        create();
        end(id);

        assertThat(store.sessions().save(new TestWrite(id, 0).idle(IDLE).build()))
                .isInstanceOf(SaveResult.Saved.class);
        assertThat(REDIS.exists(key(id))).isTrue();
    }

    @Test
    void createsSessionsIfTheNodeHasAWrongEstimateOfRedisClock() {
        for (var wrong : List.of(-3_600_000L, 3_600_000L)) {
            store.clock().update(REDIS.millis() + wrong);
            var fresh = TestWrite.newId();

            assertThat(store.sessions().save(new TestWrite(fresh, 0).idle(IDLE).build()))
                    .isInstanceOf(SaveResult.Saved.class);
            assertThat(Math.abs(store.now() - REDIS.millis())).isLessThan(1000);
        }
    }

    @Test
    void createsASessionAtTheFirstAttemptIfCommandsMayTakeLong() {
        var patient = node(REDIS.url(), Duration.ofSeconds(10), Duration.ofSeconds(60));
        var scripts = REDIS.roundTrips(() -> assertThat(whileRedisIsSuspended(() ->
                        patient.sessions().save(new TestWrite(id, 0).idle(IDLE).build())))
                .isInstanceOf(SaveResult.Saved.class));
        patient.close();

        assertThat(scripts).isEqualTo(1);
    }

    /** The result of an action that starts while Redis is suspended for three seconds. */
    private static SaveResult whileRedisIsSuspended(Supplier<SaveResult> action) {
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

    /** The bytes that an action sends to Redis, one byte per character. */
    private String requestOf(Runnable action) {
        var before = wire.sent().length();
        action.run();
        return wire.sent().substring(before);
    }

    /** Sends the same bytes again on a new connection, and waits for the reply. */
    private static void arrive(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", REDIS.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().read()).isPositive();
        }
    }
}
