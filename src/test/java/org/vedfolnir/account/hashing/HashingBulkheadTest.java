package org.vedfolnir.account.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.admin.Shares;

/** In a storm of sign-ins, the bulkhead decides which requests wait, which are rejected, and which come first. */
class HashingBulkheadTest {

    private static final HashingRequester STRANGER = HashingRequester.stranger("203.0.113.x");
    private static final HashingRequester ELSEWHERE = HashingRequester.stranger("198.51.100.x");
    private static final HashingRequester PERSON = HashingRequester.known(7);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final List<Future<?>> begun = new ArrayList<>();

    private final HashingBulkhead places = places(Duration.ofMinutes(1));

    @AfterEach
    void stop() {
        end.countDown();
        threads.shutdownNow();
    }

    @Test
    void limitsThePermitsOfOneNetworkAndRejectsTheNextRequestAtOnce() {
        occupy(STRANGER);
        waits(STRANGER, "second");
        waits(STRANGER, "third");

        assertThatThrownBy(() -> hash(places, STRANGER, () -> "fourth"))
                .isInstanceOf(HashingOverloadException.class)
                .hasMessageContaining("Try again in 5 seconds");
        waits(ELSEWHERE, "elsewhere");
        assertThatThrownBy(() -> hash(places, ELSEWHERE, () -> "all are taken"))
                .isInstanceOf(HashingOverloadException.class);
    }

    @Test
    void reservesPermitsForKnownUsersAndServesThemFirst() throws Exception {
        occupy(STRANGER);
        waits(STRANGER, "stranger");
        waits(ELSEWHERE, "another stranger");
        waits(PERSON, "person");

        end.countDown();
        for (var each : begun) {
            each.get();
        }
        assertThat(order).containsExactly("first", "person", "stranger", "another stranger");
    }

    @Test
    void limitsThePermitsOfOneKnownUser() {
        occupy(STRANGER);
        waits(PERSON, "once");
        waits(PERSON, "twice");

        assertThatThrownBy(() -> hash(places, PERSON, () -> "a third time"))
                .isInstanceOf(HashingOverloadException.class);
        waits(HashingRequester.known(8), "another");
    }

    @Test
    void rejectsARequestAfterItsMaximumWaitAndRemovesItFromTheQueue() throws Exception {
        var impatient = places(Duration.ofMillis(1));
        var working = new CountDownLatch(1);
        var first = threads.submit(() -> hash(impatient, STRANGER, () -> {
            working.countDown();
            await();
            return "first";
        }));
        working.await();

        for (var i = 0; i < 10; i++) {
            assertThatThrownBy(() -> hash(impatient, STRANGER, () -> "late"))
                    .isInstanceOf(HashingOverloadException.class);
        }
        assertThat(impatient.waiting()).isZero();
        end.countDown();
        first.get();
        assertThat(hash(impatient, STRANGER, () -> "next")).isEqualTo("next");
    }

    @Test
    void returnsThePermitOfFailedWork() {
        for (var i = 0; i < 10; i++) {
            assertThatThrownBy(() -> hash(places, STRANGER, () -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasMessage("broken");
        }
        assertThat(hash(places, STRANGER, () -> "next")).isEqualTo("next");
    }

    /** A bucket without any costs. */
    private static HashingBulkhead places(Duration patience) {
        return new HashingBulkhead(
                1,
                new Shares(4, 2),
                new Shares(4, 3),
                patience,
                new CpuTimeBucket(Duration.ofSeconds(1), 1, () -> 0),
                () -> 0);
    }

    private static <T> T hash(HashingBulkhead places, HashingRequester requester, Supplier<T> hashing) {
        return places.withPermit(requester, permit -> places.hash(permit, hashing));
    }

    private void occupy(HashingRequester requester) {
        var working = new CountDownLatch(1);
        begun.add(threads.submit(() -> hash(places, requester, () -> {
            working.countDown();
            await();
            return order.add("first");
        })));
        await(working);
    }

    /** Returns when the thread waits. */
    private void waits(HashingRequester requester, String name) {
        var before = places.waiting();
        begun.add(threads.submit(() -> hash(places, requester, () -> order.add(name))));
        while (places.waiting() == before) {
            Thread.onSpinWait();
        }
    }

    private void await() {
        await(end);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
