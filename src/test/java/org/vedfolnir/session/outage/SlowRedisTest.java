package org.vedfolnir.session.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.LossyWire;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Crowd;

/** A slow Redis occupies a share of the threads, not all, and gets no more commands than usual. */
class SlowRedisTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int VISITORS = 24;
    private static final int PLACES = 4;
    private static final Duration SLOW = Duration.ofMillis(500);

    private LossyWire wire;
    private final Browser visitor = new Browser();

    private record Answer(int status, Duration time) {}

    SlowRedisTest() throws Exception {
        wire = new LossyWire(REDIS);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    private Node node(Consumer<VedfolnirSessionManager> setting) throws Exception {
        var node = new Node(wire.url(), "", setting);
        assertThat(visitor.get(node, "/set?name=color&value=blue").statusCode()).isEqualTo(200);
        return node;
    }

    @Test
    void letsAShareOfTheThreadsWaitAndAnswersTheOthersAtOnce() throws Exception {
        try (var node = node(manager -> {
            manager.setMaxStoreThreads("" + PLACES);
            manager.setCommandTimeout("900ms");
        })) {
            wire.delay(SLOW);
            var commands = REDIS.roundTrips(() -> {
                var answers = sendAllAtOnce(node);
                var served =
                        answers.stream().filter(each -> each.status() == 200).toList();
                var rejected =
                        answers.stream().filter(each -> each.status() == 503).toList();
                assertThat(served.size() + rejected.size()).isEqualTo(VISITORS);
                assertThat(served).as("requests that waited").hasSizeBetween(1, 2 * PLACES);
                assertThat(rejected.stream().map(Answer::time).sorted().toList().get(rejected.size() / 2))
                        .as("median response time of the others")
                        .isLessThan(SLOW);
                assertThat(visitor.get(node, "/public").statusCode()).isEqualTo(200);
            });
            assertThat(commands).as("commands").isLessThanOrEqualTo(2 * PLACES);
            wire.delay(Duration.ZERO);
            awaitServed(node);
        }
    }

    @Test
    void sendsNoMoreCommandsIfRedisIsSlow() throws Exception {
        try (var node = node(manager -> {})) {
            wire.delay(SLOW);
            var commands = REDIS.roundTrips(() -> {
                for (var round = 0; round < 8; round++) {
                    assertThat(sendAllAtOnce(node)).allMatch(each -> each.status() == 503);
                }
            });
            assertThat(commands)
                    .as("commands for %d requests", 8 * VISITORS)
                    .isLessThanOrEqualTo(8 * VISITORS * 12 / 10);
            wire.delay(Duration.ZERO);
            awaitServed(node);
        }
    }

    private List<Answer> sendAllAtOnce(Node node) {
        var answers = new ConcurrentLinkedQueue<Answer>();
        Crowd.of(VISITORS, each -> {
                    var began = System.nanoTime();
                    HttpResponse<String> answer = visitor.copy().get(node, "/get?name=color");
                    answers.add(new Answer(answer.statusCode(), Duration.ofNanos(System.nanoTime() - began)));
                })
                .join();
        return List.copyOf(answers);
    }

    private void awaitServed(Node node) throws Exception {
        Eventually.within(
                Duration.ofSeconds(5),
                () -> visitor.get(node, "/get?name=color").body().equals("blue"));
    }
}
