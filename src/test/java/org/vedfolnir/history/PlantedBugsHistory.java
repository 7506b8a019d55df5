package org.vedfolnir.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check finds each of these one-line changes of the product. Run by the profile {@code history}. */
@Tag("history")
class PlantedBugsHistory {

    private static final long FIRST_SEED = Long.getLong("history.bugSeed", 1);
    private static final int SEEDS = 3;
    private static final long LONG_SILENCE_MS = 2000;
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("history.bugSeconds", 20));
    /** With tracked reads, reads are stale only for moments: a node soon notices that it gets no messages. */
    private static final Duration LENGTH_OF_TRACKED = LENGTH.multipliedBy(3);

    private static final int PEOPLE = 100;

    private static final String NAMES = System.getProperty("history.bugs", ".*");

    static List<PlantedBug> bugs() throws IOException {
        return PlantedBug.all().stream()
                .filter(bug -> bug.name().matches(NAMES))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void findsAPlantedBug(PlantedBug bug) throws Exception {
        var seeds = LongStream.iterate(FIRST_SEED, seed -> seed + 1)
                .filter(seed -> !bug.isOfTrackedReads() || hearsNothingForAWhile(seed))
                .limit(SEEDS)
                .iterator();
        var report = run(bug, seeds.next());
        while (seeds.hasNext() && report.violations().isEmpty()) {
            report = run(bug, seeds.next());
        }

        assertThat(report.violations()).as(report.details()).isNotEmpty();
        var rules = report.violations().stream()
                .collect(Collectors.groupingBy(Violation::rule, java.util.TreeMap::new, Collectors.counting()));
        System.out.println(
                "bug " + bug.name() + ": first " + report.violations().get(0) + "; all: " + rules);
    }

    /** A node may trust a copy for a second, so the bug shows only if the node trusts it longer. */
    private static boolean hearsNothingForAWhile(long seed) {
        return Schedule.of(seed, LENGTH_OF_TRACKED).steps().stream()
                .anyMatch(step -> step.fault() == Fault.STOP_WIRE && step.length() > LONG_SILENCE_MS);
    }

    private static Report run(PlantedBug bug, long seed) throws Exception {
        var length = bug.isOfTrackedReads() ? LENGTH_OF_TRACKED : LENGTH;
        var run = new Run(
                seed,
                length,
                PEOPLE,
                Schedule.of(seed, length),
                Topology.ONE,
                bug.isOfTrackedReads(),
                "isolated",
                List.of(bug.planted()));
        return Report.of(run).kept("bug-" + bug.name());
    }
}
