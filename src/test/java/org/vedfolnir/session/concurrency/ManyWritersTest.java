package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.WatchedSaves;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** Many requests change one session while the first of them is blocked: they must not occupy the threads that other sessions need. */
class ManyWritersTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final int WRITERS = 100;
    /** A quarter of 200 threads may be in the store ({@code maxStoreThreads}); half as many may wait for one session, and one saves it. */
    private static final int AT_MOST = 26;

    private volatile String held = "";
    private final CountDownLatch release = new CountDownLatch(1);

    @Test
    void letsFewRequestsWaitAndServesOtherSessions() throws Exception {
        try (var node = new Node(manager())) {
            var ann = new Browser();
            ann.get(node, "/create");
            var bob = new Browser();
            bob.get(node, "/create");
            held = ann.id();
            var writers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (var i = 0; i < WRITERS; i++) {
                writers.add(ann.copy().later(node, "/set?name=a" + i + "&value=" + i));
            }
            // each has its response, or waits at its session
            Eventually.within(Duration.ofSeconds(30), () -> answered(writers) + saving() >= WRITERS);
            assertThat(saving()).isLessThanOrEqualTo(AT_MOST);
            for (var i = 0; i < 10; i++) {
                assertThat(bob.get(node, "/set?name=color&value=" + i).statusCode())
                        .isEqualTo(200);
            }
            release.countDown();

            var answers = writers.stream().map(CompletableFuture::join).toList();
            assertThat(answers)
                    .extracting(HttpResponse::statusCode)
                    .contains(200)
                    .containsOnly(200, 503);
            assertThat(answers)
                    .filteredOn(answer -> answer.statusCode() == 503)
                    .isNotEmpty()
                    .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After"))
                            .contains("1"));
            held = "";
            assertThat(ann.get(node, "/set?name=b&value=1").statusCode()).isEqualTo(200);
        }
    }

    private static long answered(List<CompletableFuture<HttpResponse<String>>> writers) {
        return writers.stream().filter(CompletableFuture::isDone).count();
    }

    private static long saving() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Stream.of(stack)
                        .anyMatch(frame -> frame.getClassName().equals(SessionEngine.class.getName())
                                && frame.getMethodName().equals("save")))
                .count();
    }

    private VedfolnirSessionManager manager() {
        var manager = new VedfolnirSessionManager(settings -> WatchedSaves.of(settings, write -> {
            if (write.id().value().equals(held)) {
                held();
            }
        }));
        return Node.over(manager, REDIS.url(), "");
    }

    private void held() {
        try {
            if (!release.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("The save was not released.");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
