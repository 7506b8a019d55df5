package org.vedfolnir.benchmark.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LowerBoundTest {

    private static final Offset<Double> ROUNDING = within(1e-9);

    private TestFigures run;
    private LowerBound bound;

    @BeforeEach
    void begin(@TempDir Path directory) throws IOException {
        run = new TestFigures(directory);
        bound = new LowerBound(run.figures);
    }

    @AfterEach
    void end() throws IOException {
        run.close();
    }

    /** 10 µs for a read in Tomcat, 20 µs with a round trip; 20 µs for a write in Tomcat. */
    private void compare(int round) {
        run.load(round, "standard-manager", Workload.READ, 100_000, 20, 0)
                .load(round, "floor", Workload.READ, 50_000, 30, 5)
                .load(round, "standard-manager", Workload.WRITE, 50_000, 30, 0)
                .load(round, "floor", Workload.WRITE, 25_000, 50, 10);
    }

    @Test
    void addsTheFloorsTimeForEachRoundTripToThatOfTomcat() {
        compare(1);

        assertThat(bound.micros(Workload.READ).median()).isCloseTo(20, ROUNDING);
        assertThat(bound.micros(Workload.WRITE).median()).isCloseTo(40, ROUNDING);
    }

    @Test
    void dividesTheBoundByTheContestantsTime() {
        compare(1);
        run.load(1, "vedfolnir-plain", Workload.WRITE, 20_000, 0, 0);

        assertThat(bound.share("vedfolnir-plain", Workload.WRITE).median()).isCloseTo(0.8, ROUNDING);
        assertThat(bound.share("floor", Workload.READ).median()).isCloseTo(1, ROUNDING);
        assertThat(bound.share("standard-manager", Workload.READ).median()).isCloseTo(2, ROUNDING);
    }

    @Test
    void takesAllFiguresFromTheSameRound() {
        compare(1);
        run.load(1, "vedfolnir-plain", Workload.READ, 25_000, 0, 0);
        // twice as slow a machine
        run.load(2, "standard-manager", Workload.READ, 50_000, 40, 0)
                .load(2, "floor", Workload.READ, 25_000, 60, 10)
                .load(2, "vedfolnir-plain", Workload.READ, 12_500, 0, 0);

        var share = bound.share("vedfolnir-plain", Workload.READ).values();
        assertThat(share).hasSize(2).allSatisfy(each -> assertThat(each).isCloseTo(0.5, ROUNDING));
    }

    @Test
    void leavesOutARoundThatLacksAFigure() {
        run.load(1, "vedfolnir-plain", Workload.READ, 25_000, 20, 0)
                .load(1, "standard-manager", Workload.READ, 100_000, 10, 0);

        assertThat(bound.share("vedfolnir-plain", Workload.READ).isEmpty()).isTrue();
        assertThat(bound.nodeCpu("vedfolnir-plain", Workload.READ).isEmpty()).isTrue();
    }

    @Test
    void comparesWhatANodeTakesBeyondTomcatWithWhatTheFloorTakes() {
        compare(1);
        run.load(1, "vedfolnir-plain", Workload.WRITE, 20_000, 60, 0);

        assertThat(bound.nodeCpu("vedfolnir-plain", Workload.WRITE).median()).isCloseTo(1.5, ROUNDING);
        assertThat(bound.nodeCpu("floor", Workload.WRITE).median()).isCloseTo(1, ROUNDING);
        assertThat(bound.nodeCpu("standard-manager", Workload.WRITE).values()).isEqualTo(List.of(0.0));
    }

    @Test
    void saysNothingOfTheNodeWhereTheFloorTookNoMoreThanTomcat() {
        run.load(1, "standard-manager", Workload.READ, 100_000, 20, 0)
                .load(1, "floor", Workload.READ, 50_000, 20, 5)
                .load(1, "vedfolnir-plain", Workload.READ, 25_000, 30, 5);

        assertThat(bound.nodeCpu("vedfolnir-plain", Workload.READ).isEmpty()).isTrue();
    }
}
