package org.vedfolnir.run.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartLimitTest {

    private Instant now = Instant.parse("2026-11-29T10:00:00Z");

    @Test
    void allowsThatManyRestartsPerPeriod() {
        var restarts = new RestartLimit(2, Duration.ofMinutes(1), () -> now);
        assertThat(restarts.tryAcquire()).isTrue();
        now = now.plusSeconds(30);
        assertThat(restarts.tryAcquire()).isTrue();
        now = now.plusSeconds(29);
        assertThat(restarts.tryAcquire()).isFalse();
        now = now.plusSeconds(1);
        assertThat(restarts.tryAcquire()).as("the first is a minute ago").isTrue();
        assertThat(restarts.tryAcquire()).isFalse();
    }
}
