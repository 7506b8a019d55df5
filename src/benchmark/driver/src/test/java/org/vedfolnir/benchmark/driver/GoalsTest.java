package org.vedfolnir.benchmark.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalsTest {

    private TestFigures run;

    @BeforeEach
    void begin(@TempDir Path directory) throws IOException {
        run = new TestFigures(directory);
        run.load(1, "standard-manager", Workload.READ, 100_000, 20, 0)
                .load(1, "floor", Workload.READ, 50_000, 30, 5)
                .load(1, "spring-session", Workload.READ, 15_000, 90, 20)
                .load(1, "vedfolnir-plain", Workload.READ, 45_000, 35, 8)
                .load(1, "vedfolnir-against", Workload.READ, 40_000, 33, 8.1)
                .load(1, "vedfolnir-tracked", Workload.READ, 80_000, 33, 8.1);
    }

    @AfterEach
    void end() throws IOException {
        run.close();
    }

    private List<String> lines(List<Workload> workloads, String... competitors) {
        return new Goals(List.of(competitors), workloads, run.figures).lines();
    }

    private List<String> reads(String... competitors) {
        return lines(List.of(Workload.READ), competitors);
    }

    @Test
    void marksWhatThisManagerReachesAndWhatNotInBothJars() {
        var lines = reads("vedfolnir-plain", "vedfolnir-against", "standard-manager", "spring-session", "floor");

        assertThat(lines.get(0))
                .isEqualTo(
                        "| workload | contestant | share of the lower bound | requests/s, times those of spring-session"
                                + " | Redis CPU, times that of floor | node CPU beyond Tomcat's, times that of floor |");
        assertThat(lines)
                .contains(
                        "| read | vedfolnir-plain | 0.90, goal ≥ 0.9 ✓ | 3.00, goal ≥ 3 ✓ | 1.60, goal ≤ 1.6 ✓ | 1.50, goal ≤ 1.3 ✗ |",
                        "| read | vedfolnir-against | 0.80, goal ≥ 0.9 ✗ | 2.67, goal ≥ 3 ✗ | 1.62, goal ≤ 1.6 ✗ | 1.30, goal ≤ 1.3 ✓ |",
                        "| read | floor | 1.00 | 3.33 | 1.00 | 1.00 |")
                .contains("The lower bound, µs of all cores for a request: read 20.0.");
    }

    @Test
    void saysWhichContestantsAColumnNeeds() {
        var lines = reads("vedfolnir-plain", "floor");

        assertThat(lines.get(0)).isEqualTo("| workload | contestant | Redis CPU, times that of floor |");
        assertThat(lines)
                .contains(
                        "The column “share of the lower bound” is missing: add standard-manager to --contestants.",
                        "The column “requests/s, times those of spring-session” is missing: add spring-session to"
                                + " --contestants.",
                        "The column “node CPU beyond Tomcat's, times that of floor” is missing: add standard-manager to"
                                + " --contestants.");
    }

    @Test
    void saysThatTheBoundNeedsReads() {
        var lines = lines(List.of(Workload.WRITE), "vedfolnir-plain");

        assertThat(lines)
                .contains(
                        "The column “share of the lower bound” is missing: add standard-manager,floor to --contestants"
                                + " and read to --workloads.");
        assertThat(lines).noneMatch(line -> line.startsWith("|"));
    }

    @Test
    void hasNoGoalForAWorkloadThatNobodySetOneFor() {
        run.load(1, "vedfolnir-plain", Workload.SPRING, 10_000, 50, 9)
                .load(1, "spring-session", Workload.SPRING, 5_000, 150, 9);

        assertThat(lines(List.of(Workload.SPRING), "vedfolnir-plain", "spring-session"))
                .contains("| spring | vedfolnir-plain | 2.00 |");
    }

    @Test
    void comparesTrackedReadsWithTomcatsManager() {
        assertThat(reads("vedfolnir-tracked", "standard-manager"))
                .contains("vedfolnir-tracked, read, requests/s: 0.80 times those of standard-manager, goal ≥ 0.85 ✗.");
        assertThat(reads("vedfolnir-tracked"))
                .contains("vedfolnir-tracked, read, requests/s: to compare them with the goal, add standard-manager to"
                        + " --contestants.");
    }
}
