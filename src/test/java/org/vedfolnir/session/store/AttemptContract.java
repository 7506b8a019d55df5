package org.vedfolnir.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.session.store.TestWrite.newId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every store promises about tries. */
public abstract class AttemptContract extends SignOnContract {

    private static final AttemptStore.Waits WAITS = new AttemptStore.Waits(3, 1000, 3000, 60_000);

    private final String lane = "account:" + newId().value();

    private long attempt(SessionStore node) {
        return node.attempts().attempt(lane, WAITS);
    }

    private void useUpTheFreeOnes() {
        for (var i = 0; i < WAITS.free(); i++) {
            assertThat(attempt(i % 2 == 0 ? store() : other())).as("try " + i).isZero();
        }
    }

    @Test
    void aLaneWaitsOnBothNodesAfterItsFreeTries() {
        useUpTheFreeOnes();

        assertThat(attempt(store())).isBetween(1L, WAITS.first());
        assertThat(attempt(other())).isBetween(1L, WAITS.first());
        assertThat(store().attempts().attempt(lane + "-another", WAITS)).isZero();
    }

    @Test
    void eachFurtherTryDoublesTheWaitUpToTheLongest() throws Exception {
        useUpTheFreeOnes();
        pass(Duration.ofMillis(WAITS.first() + 20));
        assertThat(attempt(store())).as("the wait is over").isZero();
        assertThat(attempt(store())).isBetween(WAITS.first() + 1, 2 * WAITS.first());
        pass(Duration.ofMillis(2 * WAITS.first() + 20));
        assertThat(attempt(other())).isZero();

        assertThat(attempt(other())).isBetween(2 * WAITS.first() + 1, WAITS.longest());
    }

    @Test
    void aRefusedTryIsNotCounted() throws Exception {
        useUpTheFreeOnes();
        for (var i = 0; i < 50; i++) {
            assertThat(attempt(store())).isPositive();
        }
        pass(Duration.ofMillis(WAITS.first() + 20));
        attempt(store());

        assertThat(attempt(store())).isLessThanOrEqualTo(2 * WAITS.first());
    }

    @Test
    void whatWasRightIsTakenBackOnce() {
        for (var i = 0; i < 20; i++) {
            assertThat(attempt(store())).isZero();
            other().attempts().pardon(lane);
        }
        useUpTheFreeOnes();
        assertThat(attempt(store())).isPositive();

        other().attempts().pardon(lane);
        assertThat(attempt(store())).as("one more").isZero();
        assertThat(attempt(store())).isPositive();
    }

    @Test
    void aForgottenLaneIsNew() {
        useUpTheFreeOnes();
        other().attempts().forget(lane);

        useUpTheFreeOnes();
        assertThat(attempt(store())).isPositive();
    }

    @Test
    void aLaneThatIsLeftAloneIsForgotten() throws Exception {
        var soon = new AttemptStore.Waits(2, 50, 50, 100);
        assertThat(store().attempts().attempt(lane, soon)).isZero();
        assertThat(store().attempts().attempt(lane, soon)).isZero();
        pass(Duration.ofMillis(170));

        assertThat(store().attempts().attempt(lane, soon)).isZero();
        assertThat(store().attempts().attempt(lane, soon))
                .as("the second of two")
                .isZero();
    }

    @Test
    void aHundredAtOnceAreAHundred() throws Exception {
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
            assertThat(let).isEqualTo(WAITS.free());
        } finally {
            threads.shutdown();
        }
    }
}
