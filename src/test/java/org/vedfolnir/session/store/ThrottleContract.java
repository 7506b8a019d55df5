package org.vedfolnir.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.session.store.TestWrite.newId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The contract of throttled attempts for every store. */
public abstract class ThrottleContract extends SignOnContract {

    private static final Throttle.BackoffPolicy POLICY = new Throttle.BackoffPolicy(3, 1000, 3000, 60_000);

    private final String bucket = "account:" + newId().value();

    private long attempt(Store node) {
        return node.throttle().attempt(bucket, POLICY);
    }

    private void useUpTheFreeAttempts() {
        for (var i = 0; i < POLICY.free(); i++) {
            assertThat(attempt(i % 2 == 0 ? store() : other()))
                    .as("attempt " + i)
                    .isZero();
        }
    }

    @Test
    void throttlesALaneOnBothNodesAfterItsFreeAttempts() {
        useUpTheFreeAttempts();

        assertThat(attempt(store())).isBetween(1L, POLICY.first());
        assertThat(attempt(other())).isBetween(1L, POLICY.first());
        assertThat(store().throttle().attempt(bucket + "-another", POLICY)).isZero();
    }

    @Test
    void doublesTheWaitAtEachFurtherAttemptUpToTheMaximum() throws Exception {
        useUpTheFreeAttempts();
        pass(Duration.ofMillis(POLICY.first() + 20));
        assertThat(attempt(store())).as("attempt after the wait").isZero();
        assertThat(attempt(store())).isBetween(POLICY.first() + 1, 2 * POLICY.first());
        pass(Duration.ofMillis(2 * POLICY.first() + 20));
        assertThat(attempt(other())).isZero();

        assertThat(attempt(other())).isBetween(2 * POLICY.first() + 1, POLICY.longest());
    }

    @Test
    void doesNotCountARejectedAttempt() throws Exception {
        useUpTheFreeAttempts();
        for (var i = 0; i < 50; i++) {
            assertThat(attempt(store())).isPositive();
        }
        pass(Duration.ofMillis(POLICY.first() + 20));
        attempt(store());

        assertThat(attempt(store())).isLessThanOrEqualTo(2 * POLICY.first());
    }

    @Test
    void refundsASuccessfulAttemptOnce() {
        for (var i = 0; i < 20; i++) {
            assertThat(attempt(store())).isZero();
            other().throttle().refund(bucket);
        }
        useUpTheFreeAttempts();
        assertThat(attempt(store())).isPositive();

        other().throttle().refund(bucket);
        assertThat(attempt(store())).as("attempt after the refund").isZero();
        assertThat(attempt(store())).isPositive();
    }

    @Test
    void startsAForgottenLaneAnew() {
        useUpTheFreeAttempts();
        other().throttle().forget(bucket);

        useUpTheFreeAttempts();
        assertThat(attempt(store())).isPositive();
    }

    @Test
    void forgetsALaneWithoutAttempts() throws Exception {
        var soon = new Throttle.BackoffPolicy(2, 50, 50, 100);
        assertThat(store().throttle().attempt(bucket, soon)).isZero();
        assertThat(store().throttle().attempt(bucket, soon)).isZero();
        pass(Duration.ofMillis(170));

        assertThat(store().throttle().attempt(bucket, soon)).isZero();
        assertThat(store().throttle().attempt(bucket, soon))
                .as("second of two attempts")
                .isZero();
    }

    @Test
    void countsEachOfAHundredConcurrentAttempts() throws Exception {
        var threads = Executors.newFixedThreadPool(16);
        try {
            var tries = new ArrayList<Callable<Long>>();
            for (var i = 0; i < 100; i++) {
                var node = i % 2 == 0 ? store() : other();
                tries.add(() -> attempt(node));
            }
            var let = 0;
            for (var each : threads.invokeAll(tries)) {
                let += each.get() == 0 ? 1 : 0;
            }
            assertThat(let).isEqualTo(POLICY.free());
        } finally {
            threads.shutdown();
        }
    }
}
