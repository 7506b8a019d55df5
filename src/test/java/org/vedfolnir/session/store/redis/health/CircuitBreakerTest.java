package org.vedfolnir.session.store.redis.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.store.redis.health.CircuitBreaker.Permit;

class CircuitBreakerTest {

    private final AtomicLong now = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(now::get);

    private void open() {
        breaker.failed();
        breaker.failed();
    }

    private void pauseEnds() {
        now.addAndGet(CircuitBreaker.PAUSE.toNanos());
    }

    @Test
    void opensAfterTwoFailuresInARowAndReportsThemOnce() {
        assertThat(breaker.failed()).isFalse();
        breaker.succeeded();
        assertThat(breaker.failed()).isFalse();
        assertThat(breaker.failed()).isTrue();
        assertThat(breaker.failed()).isFalse();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.acquire()).isEqualTo(Permit.DENIED);
    }

    @Test
    void allowsOneTrialAfterThePauseAndClosesOnSuccess() {
        open();
        pauseEnds();
        assertThat(breaker.acquire()).isEqualTo(Permit.TRIAL);
        assertThat(breaker.acquire()).isEqualTo(Permit.DENIED);

        breaker.succeeded();
        assertThat(breaker.acquire()).isEqualTo(Permit.GRANTED);
        assertThat(breaker.failed()).as("first failure after the recovery").isFalse();
    }

    @Test
    void startsThePauseAgainAfterAFailedTrial() {
        open();
        pauseEnds();
        breaker.acquire();
        now.addAndGet(CircuitBreaker.PAUSE.toNanos() / 2);
        breaker.failed();

        now.addAndGet(CircuitBreaker.PAUSE.toNanos() - 1);
        assertThat(breaker.acquire()).isEqualTo(Permit.DENIED);
        now.addAndGet(1);
        assertThat(breaker.acquire()).isEqualTo(Permit.TRIAL);
    }

    @Test
    void passesAnInconclusiveTrialToTheNextRequest() {
        open();
        pauseEnds();
        breaker.acquire();

        breaker.release();
        assertThat(breaker.acquire()).isEqualTo(Permit.TRIAL);
    }

    @Test
    void replacesALostTrialAfterThePause() {
        open();
        pauseEnds();
        breaker.acquire();
        pauseEnds();
        assertThat(breaker.acquire()).isEqualTo(Permit.TRIAL);
    }
}
