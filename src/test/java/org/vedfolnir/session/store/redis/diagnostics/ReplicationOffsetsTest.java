package org.vedfolnir.session.store.redis.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicationOffsetsTest {

    private static final int MANY = 1000;

    private final ReplicationOffsets written = new ReplicationOffsets();

    @Test
    void returnsTheLastTimeAtWhichNoMoreWasWritten() {
        written.add(10, 100);
        written.add(20, 100);
        written.add(30, 150);

        assertThat(written.completeUntil(149)).isEqualTo(20);
        assertThat(written.completeUntil(150)).isEqualTo(30);
        assertThat(written.completeUntil(99)).isEqualTo(10);
    }

    @Test
    void returnsAnEarlierTimeIfTheOffsetIsTooOld() {
        for (var i = 0; i < MANY; i++) {
            written.add(i, i);
        }

        assertThat(written.completeUntil(MANY - 5)).isEqualTo(MANY - 5);
        for (var i = 0; i < MANY; i++) {
            assertThat(written.completeUntil(i)).isBetween(0L, (long) i);
        }
        assertThat(written.completeUntil(0)).isZero();
    }
}
