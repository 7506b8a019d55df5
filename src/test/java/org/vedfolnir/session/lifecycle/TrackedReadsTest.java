package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.engine.TrackedReads;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.IdleSlack;
import org.vedfolnir.session.store.redis.LossyWire;
import org.vedfolnir.session.store.redis.Monitor;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/**
 * {@code readMode} tracked, on two nodes: reads need no round trip, and a node sees changes of the other within {@link TrackedReads#BOUND}. The
 * touch interval is a minute, so that only an invalidation message, or a missing one, makes a node read the store.
 */
class TrackedReadsTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final String TOLD = "__redis__:invalidate";
    private static final int ROUNDS = 100;
    /** Rounds of tests that need a new session in each. */
    private static final int FEW = 10;
    /** Tolerance: two nodes, Redis and the test share a machine with other work. */
    private static final Duration SLACK = Duration.ofMillis(500);

    private final Browser visitor = new Browser();
    private LossyWire wire;
    private Node a;
    private Node b;

    @BeforeEach
    void start() throws Exception {
        wire = new LossyWire(REDIS);
        a = tracked(REDIS.url());
        b = tracked(wire.url());
    }

    private static Node tracked(String url) throws Exception {
        return new Node(url, "", manager -> {
            manager.setReadMode("tracked");
            manager.setTouchInterval("60s");
        });
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
        wire.close();
    }

    @Test
    void needsNoRoundTripForAThousandReads() throws Exception {
        visitor.get(a, "/set?name=color&value=red");
        trusted(b, visitor);

        assertThat(scriptsOf(1000, () -> assertThat(read(b)).isEqualTo("red"))).isLessThan(20);
    }

    @Test
    void readsTheStoreForUnsafeMethodsAndSeesChangesAtOnce() throws Exception {
        visitor.get(a, "/set?name=color&value=red");
        trusted(b, visitor);
        assertThat(scriptsOf(20, () -> visitor.post(b, "/get?name=color", ""))).isEqualTo(20);

        wire.swallow(TOLD);
        for (var i = 0; i < ROUNDS; i++) {
            visitor.get(a, "/set?name=color&value=blue" + i);
            assertThat(visitor.post(b, "/get?name=color", "").body()).isEqualTo("blue" + i);
        }
    }

    @Test
    void seesAnEndOnTheOtherNode() throws Exception {
        seenInTime(ROUNDS, round -> {
            visitor.get(a, "/invalidate");
            return () -> read(b).equals("no session");
        });
    }

    @Test
    void seesAnIdChangeOnTheOtherNode() throws Exception {
        seenInTime(ROUNDS, round -> {
            var old = visitor.copy();
            visitor.get(a, "/rotate");
            return () -> old.get(b, "/get?name=color").body().equals("no session");
        });
    }

    @Test
    void seesAWriteOnTheOtherNode() throws Exception {
        seenInTime(ROUNDS, round -> {
            visitor.get(a, "/set?name=color&value=blue" + round);
            return () -> read(b).equals("blue" + round);
        });
    }

    @Test
    void readsItsOwnWritesDuringReadsOfTheOtherNode() throws Exception {
        visitor.get(a, "/set?name=color&value=red");
        for (var i = 0; i < 300; i++) {
            var reading = visitor.copy().later(a, "/get?name=color");
            visitor.get(a, "/set?name=color&value=" + i);
            assertThat(read(a)).isEqualTo(String.valueOf(i));
            reading.join();
            assertThat(read(a)).isEqualTo(String.valueOf(i));
        }
    }

    @Test
    void mergesAChangeWithASaveOfTheOtherNode() throws Exception {
        for (var i = 0; i < 50; i++) {
            visitor.get(a, "/set?name=color&value=red");
            trusted(b, visitor);
            visitor.get(a, "/set?name=left&value=" + i);
            visitor.get(b, "/set?name=right&value=" + i);
            assertThat(visitor.get(b, "/get?name=left").body()).isEqualTo(String.valueOf(i));
            assertThat(visitor.get(b, "/get?name=right").body()).isEqualTo(String.valueOf(i));
        }
    }

    @Test
    void endsATrustedSessionAtItsIdleTimeout() throws Exception {
        visitor.get(a, "/set?name=color&value=red");
        visitor.get(a, "/idle?value=1");
        assertThat(read(b)).isEqualTo("red");
        var began = System.nanoTime();

        // no request uses it in between, and no node searches for ended sessions
        eventually(() -> millisSince(began) > 1000 + new IdleSlack(Duration.ofSeconds(10)).of(1000));
        assertThat(read(b)).isEqualTo("no session");
    }

    @Test
    void restoresALostChannelWithoutMissingAChange() throws Exception {
        seenInTime(FEW, round -> {
            REDIS.command("CLIENT", "KILL", "TYPE", "pubsub");
            visitor.get(a, "/set?name=color&value=blue" + round);
            return () -> read(b).equals("blue" + round);
        });
    }

    @Test
    void trustsNoSilentChannelUntilItDeliversAgain() throws Exception {
        visitor.get(a, "/set?name=color&value=red");
        trusted(b, visitor);
        wire.swallow(TOLD);
        visitor.get(a, "/set?name=color&value=blue");
        var began = System.nanoTime();

        eventually(() -> read(b).equals("blue"));
        assertThat(millisSince(began)).isLessThan(TrackedReads.BOUND.plus(SLACK).toMillis());
        assertThat(scriptsOf(20, () -> read(b))).as("scripts for 20 reads").isEqualTo(20);
        Eventually.within(Duration.ofSeconds(20), () -> {
            b.manager().processExpires();
            return notes(b).contains("no message arrives");
        });

        wire.swallow(null);
        trusted(b, visitor);
        b.manager().processExpires();
        assertThat(notes(b)).doesNotContain("tracked");
    }

    @Test
    void findsNoSessionAfterRedisIsEmptied() throws Exception {
        seenInTime(FEW, round -> {
            REDIS.command("FLUSHALL");
            return () -> read(b).equals("no session");
        });
    }

    @Test
    void readsARestartedRedisAndThenTrustsIt() throws Exception {
        visitor.get(b, "/set?name=color&value=red");
        trusted(a, visitor);
        REDIS.kill();
        eventually(() -> visitor.get(a, "/get?name=color").statusCode() == 503);
        REDIS.start();
        Eventually.within(Duration.ofSeconds(20), () -> read(a).equals("red"));
        trusted(a, visitor);
        try (var other = tracked(REDIS.url())) {
            visitor.get(other, "/set?name=color&value=blue");
            eventually(() -> read(a).equals("blue"));
        }
    }

    @Test
    void readsTheStoreAndLogsOnceIfTheRedisUserMayNotTrack() throws Exception {
        REDIS.urlWithLeastRights();
        for (var right : List.of("-client +client|setname", "-subscribe", "resetchannels")) {
            var url = REDIS.urlWithLeastRights();
            REDIS.command(("ACL SETUSER vedfolnir " + right).split(" "));
            try (var log = new Logged(StoreHealthMonitor.class.getName());
                    var refused = tracked(url)) {
                Eventually.within(Duration.ofSeconds(10), () -> {
                    refused.manager().processExpires();
                    return notes(refused).contains("does not deliver invalidation messages (NOPERM");
                });
                refused.manager().processExpires();
                visitor.get(refused, "/set?name=color&value=red");
                assertThat(scriptsOf(20, () -> read(refused))).as(right).isEqualTo(20);
                assertThat(log.messages().stream().filter(message -> message.contains("readMode")))
                        .hasSize(1);
            }
        }
        REDIS.command("ACL", "DELUSER", "vedfolnir");
        REDIS.command("ACL", "LOG", "RESET");
    }

    @Test
    void tracksWithTheRightsOfTheShippedFile() throws Exception {
        try (var node = tracked(REDIS.urlWithLeastRights())) {
            visitor.get(node, "/set?name=color&value=red");
            trusted(node, visitor);
        }
        assertThat(REDIS.refusals()).isEmpty();
    }

    private static String notes(Node node) {
        return node.registry().health().notes().toString();
    }

    private String read(Node node) {
        return visitor.get(node, "/get?name=color").body();
    }

    /** Another node that trusts its copy sees each change within the bound, and most of them at once. */
    private void seenInTime(int rounds, Function<Integer, BooleanSupplier> change) throws Exception {
        var late = new ArrayList<Long>();
        for (var i = 0; i < rounds; i++) {
            visitor.get(a, "/set?name=color&value=red");
            trusted(b, visitor);
            var seen = change.apply(i);
            var began = System.nanoTime();
            eventually(seen);
            late.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
        }
        var sorted = late.stream().sorted().toList();
        assertThat(sorted.get(rounds - 1)).isLessThan(micros(TrackedReads.BOUND.plus(SLACK)));
        assertThat(sorted.get(rounds / 2)).as("median").isLessThan(micros(Duration.ofMillis(100)));
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1000;
    }

    private static long millisSince(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private static void eventually(BooleanSupplier condition) throws Exception {
        Eventually.within(Duration.ofSeconds(5), condition::getAsBoolean);
    }

    /** Waits until a node uses its cached copy. */
    private static void trusted(Node node, Browser visitor) throws Exception {
        Eventually.within(Duration.ofSeconds(20), () -> {
            var served = new AtomicBoolean();
            var scripts = scriptsOf(
                    1, () -> served.set(visitor.get(node, "/get?name=color").statusCode() == 200));
            return served.get() && scripts == 0;
        });
    }

    /** Number of scripts for these requests, without those of the heartbeat. */
    private static long scriptsOf(int times, Runnable request) throws IOException {
        try (var monitor = new Monitor(REDIS)) {
            for (var i = 0; i < times; i++) {
                request.run();
            }
            return monitor.sent().stream()
                    .filter(each ->
                            each.name().equals("EVALSHA") && !each.line().contains(":beat:"))
                    .count();
        }
    }
}
