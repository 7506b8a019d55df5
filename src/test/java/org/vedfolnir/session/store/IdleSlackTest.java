package org.vedfolnir.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleSlackTest {

    private static final long HALF_AN_HOUR = 1_800_000;

    @Test
    void coversTheUnrecordedTimeOfUseAndNoMore() {
        for (var touch : new long[] {0, 1, 200, 1000, 60_000}) {
            var slack = new IdleSlack(Duration.ofMillis(touch));
            for (var idle : new long[] {1, 7, 1000, 2000, 10_000, HALF_AN_HOUR, 86_400_000}) {
                assertThat(slack.touch(idle) + slack.request(idle)).isEqualTo(slack.of(idle));
                assertThat(slack.touch(idle)).isBetween(0L, touch);
                assertThat(slack.request(idle)).isNotNegative();
                assertThat(slack.of(idle)).isLessThanOrEqualTo(idle / 8).isLessThanOrEqualTo(slack.most());
            }
        }
    }

    @Test
    void isAQuarterMoreThanTheTouchInterval() {
        assertThat(new IdleSlack(Duration.ofSeconds(1)).of(HALF_AN_HOUR)).isEqualTo(1250);
        assertThat(new IdleSlack(Duration.ofMillis(100)).of(HALF_AN_HOUR)).isEqualTo(350);
        assertThat(new IdleSlack(Duration.ofSeconds(1)).of(2000)).isEqualTo(250);
        assertThat(new IdleSlack(Duration.ofSeconds(1)).touch(2000)).isEqualTo(200);
    }

    @Test
    void isZeroForASessionWithoutAnEnd() {
        var slack = new IdleSlack(Duration.ofSeconds(1));

        assertThat(slack.of(0)).isZero();
        assertThat(slack.request(0)).isEqualTo(Long.MAX_VALUE);
    }
}
