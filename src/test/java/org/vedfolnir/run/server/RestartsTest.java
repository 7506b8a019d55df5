package org.vedfolnir.run.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartsTest {

    private Instant now = Instant.parse("2026-11-29T10:00:00Z");

    @Test
    void soManyAreMadeWithinAWhileAndMoreLater() {
        var restarts = new Restarts(2, Duration.ofMinutes(1), () -> now);
        assertThat(restarts.take()).isTrue();
        now = now.plusSeconds(30);
        assertThat(restarts.take()).isTrue();
        now = now.plusSeconds(29);
        assertThat(restarts.take()).isFalse();
        now = now.plusSeconds(1);
        assertThat(restarts.take()).as("the first is a minute ago").isTrue();
        assertThat(restarts.take()).isFalse();
    }
}
