package org.vedfolnir.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

    private static final Duration LENGTH = Duration.ofMinutes(2);

    @Test
    void makesTheSameScheduleFromTheSameSeed() {
        assertThat(Schedule.of(7, LENGTH)).isEqualTo(Schedule.of(7, LENGTH)).isNotEqualTo(Schedule.of(8, LENGTH));
    }

    @Test
    void schedulesFaultsOfOneLaneInOrderAndNoneAtTheEnd() {
        for (var lane : Fault.Lane.values()) {
            var free = 0L;
            for (var step : Schedule.of(7, LENGTH).of(lane)) {
                assertThat(step.begin()).isGreaterThan(free);
                free = step.begin() + step.length();
            }
            assertThat(free).isPositive().isLessThan(LENGTH.toMillis());
        }
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void usesEachFaultOfATopologyInTwentySeeds(Topology topology) {
        assertThat(LongStream.rangeClosed(1, 20)
                        .boxed()
                        .flatMap(seed -> Schedule.of(seed, LENGTH, topology).steps().stream())
                        .map(Schedule.Step::fault)
                        .collect(Collectors.toSet()))
                .isEqualTo(topology.faults());
    }
}
