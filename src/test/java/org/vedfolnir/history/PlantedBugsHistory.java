package org.vedfolnir.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check finds what it is there to find: each of these one-line changes of the product. Run by the profile {@code history}. */
class PlantedBugsHistory {

    private static final long SEED = Long.getLong("history.bugSeed", 1);
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("history.bugSeconds", 20));
    private static final int PEOPLE = 100;

    private static final String NAMES = System.getProperty("history.bugs", ".*");

    static List<PlantedBug> bugs() throws IOException {
        return PlantedBug.all().stream()
                .filter(bug -> bug.name().matches(NAMES))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void aPlantedBugIsFound(PlantedBug bug) throws Exception {
        var run = new Run(
                SEED, LENGTH, PEOPLE, Schedule.of(SEED, LENGTH), bug.isOfTrackedReads(), List.of(bug.planted()));
        var report = Report.of(run).kept("bug-" + bug.name());

        assertThat(report.violations()).as(report.details()).isNotEmpty();
        var rules = report.violations().stream()
                .collect(Collectors.groupingBy(Violation::rule, java.util.TreeMap::new, Collectors.counting()));
        System.out.println(
                "bug " + bug.name() + ": first " + report.violations().get(0) + "; all: " + rules);
    }
}
