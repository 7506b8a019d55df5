package org.vedfolnir.session.engine.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MissingPartsTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final MissingParts missing = new MissingParts(now::get);

    @Test
    void reportsAMissingPartAsNewUntilItsTimeIsOver() {
        assertThat(missing.isNew("one")).isTrue();
        now.addAndGet(MissingParts.WHILE.toNanos() - 1);
        assertThat(missing.isNew("one")).isTrue();
        now.addAndGet(1);
        assertThat(missing.isNew("one")).isFalse();
        assertThat(missing.isNew("another")).isTrue();
    }

    @Test
    void reportsAFoundPartAsNewIfItIsMissingAgain() {
        missing.isNew("one");
        missing.found("one");
        assertThat(missing.isEmpty()).isTrue();
        now.addAndGet(MissingParts.WHILE.toNanos());
        assertThat(missing.isNew("one")).as("after it was found").isTrue();
        now.addAndGet(2 * MissingParts.WHILE.toNanos());
        assertThat(missing.isNew("one")).as("after a pause").isTrue();
    }

    @Test
    void boundsTheMemoryOfMissingParts() {
        missing.isNew("first");
        for (var i = 0; i < 1000; i++) {
            missing.isNew("part " + i);
        }
        now.addAndGet(MissingParts.WHILE.toNanos());
        assertThat(missing.isNew("first")).as("a forgotten part").isTrue();
        assertThat(missing.isNew("part 999")).isFalse();
    }
}
