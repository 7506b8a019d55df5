package org.vedfolnir.session.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** An outage of Redis is never reported as "no session". */
class OutageTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final int VISITORS = 20;
    private static final int ROUNDS = 10;

    private final Browser visitor = new Browser();
    private Node node;
    private String cookie = "";

    OutageTest() throws Exception {
        node = new Node(REDIS.url(), KeyRing.generate());
    }

    @BeforeEach
    void signIn() {
        visitor.get(node, "/set?name=color&value=blue");
        cookie = String.valueOf(visitor.cookie());
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void answers503AndSignsNoUserOutIfRedisIsStopped() throws Exception {
        REDIS.pause();
        try {
            var began = System.nanoTime();
            assertUnavailable(visitor.get(node, "/get?name=color"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1000));
            assertUnavailable(new Browser().get(node, "/create"));
            assertUnavailable(visitor.get(node, "/invalidate"));
            assertUnavailable(visitor.get(node, "/rotate"));
            assertUnavailable(visitor.get(node, "/sessions?name=ann"));
            assertThat(visitor.get(node, "/public").statusCode()).isEqualTo(200);
        } finally {
            REDIS.resume();
        }
        assertSignedIn();
    }

    @Test
    void answersNearlyAllRequestsWithinASecondIfRedisHangs() throws Exception {
        REDIS.pause();
        try {
            var times = new ArrayList<Duration>();
            for (var round = 0; round < ROUNDS; round++) {
                times.addAll(timesOf(round));
            }
            var slow = times.stream().filter(time -> time.toMillis() > 1000).count();
            var atOnce = times.stream().filter(time -> time.toMillis() < 100).count();
            assertThat(slow).as("slow responses of %d", times.size()).isLessThanOrEqualTo(times.size() / 100);
            assertThat(atOnce)
                    .as("responses within the limit of %d, once the outage is known", times.size())
                    .isGreaterThan(times.size() * 3L / 4);
        } finally {
            REDIS.resume();
        }
        assertSignedIn();
    }

    /** Response times of visitors with a session, visitors without one, and one who reads a public page, all at once. */
    private List<Duration> timesOf(int round) {
        var answers = IntStream.range(0, VISITORS)
                .mapToObj(each -> {
                    var began = System.nanoTime();
                    var client = each % 4 == 3 ? new Browser() : visitor.copy();
                    var path = (each % 4 == 0 ? "/write" : "/set") + "?name=n&value=" + round;
                    return client.later(node, path).thenApply(answer -> {
                        assertUnavailable(answer);
                        return Duration.ofNanos(System.nanoTime() - began);
                    });
                })
                .toList();
        assertThat(visitor.get(node, "/public").statusCode()).isEqualTo(200);
        return answers.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void answers503IfTheApplicationSwallowsTheFailure() throws Exception {
        var slow = visitor.copy().later(node, "/swallow?meet=swallow");
        var meeting = ProbeServlet.met("swallow");
        REDIS.pause();
        try {
            meeting.arriveAndAwaitAdvance();
            assertUnavailable(slow.join());
        } finally {
            REDIS.resume();
            ProbeServlet.MEETINGS.clear();
        }
    }

    @Test
    void answers503IfASaveFailsAfterTheSessionWasOpened() throws Exception {
        var slow = visitor.copy().later(node, "/write?name=late&value=1&meet=late");
        var meeting = ProbeServlet.met("late");
        REDIS.pause();
        try {
            meeting.arriveAndAwaitAdvance();
            assertUnavailable(slow.join());
        } finally {
            REDIS.resume();
            ProbeServlet.MEETINGS.clear();
        }
        assertSignedIn();
    }

    @Test
    void findsTheSessionAfterACrashOfRedis() throws Exception {
        REDIS.kill();
        try {
            assertUnavailable(visitor.get(node, "/get?name=color"));
            assertUnavailable(new Browser().get(node, "/create"));
            assertThat(visitor.get(node, "/public").statusCode()).isEqualTo(200);
        } finally {
            REDIS.start();
        }
        assertSignedIn();
    }

    @Test
    void startsWithoutRedisAndFindsItLater() throws Exception {
        REDIS.kill();
        var began = System.nanoTime();
        try (var early = new Node(REDIS.url(), KeyRing.generate())) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            findsRedis(early, () -> {
                REDIS.start();
                return null;
            });
        }
    }

    @Test
    void startsWhileRedisHangsAndFindsItLater() throws Exception {
        REDIS.pause();
        var began = System.nanoTime();
        try (var early = new Node(REDIS.url(), KeyRing.generate())) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            findsRedis(early, () -> {
                REDIS.resume();
                return null;
            });
        }
    }

    private static void findsRedis(Node early, Callable<?> redisComes) throws Exception {
        var began = System.nanoTime();
        try {
            assertUnavailable(new Browser().get(early, "/create"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1500));
            assertThat(new Browser().get(early, "/public").statusCode()).isEqualTo(200);
        } finally {
            redisComes.call();
        }
        var first = new Browser();
        Eventually.within(
                RECOVERY, () -> first.get(early, "/set?name=color&value=red").statusCode() == 200);
        assertThat(first.get(early, "/get?name=color").body()).isEqualTo("red");
    }

    private void assertSignedIn() throws Exception {
        Eventually.within(
                RECOVERY, () -> visitor.get(node, "/get?name=color").body().equals("blue"));
        assertThat(visitor.cookie()).isEqualTo(cookie);
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }
}
