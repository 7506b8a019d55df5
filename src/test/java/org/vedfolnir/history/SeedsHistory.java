package org.vedfolnir.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The long histories; run by the profile {@code history}. */
@Tag("history")
class SeedsHistory {

    private static final int FIRST = Integer.getInteger("history.first", 1);
    private static final int SEEDS = Integer.getInteger("history.seeds", 20);
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("history.seconds", 120));
    private static final int PEOPLE = 200;
    private static final boolean TRACKED = Boolean.getBoolean("history.tracked");
    private static final String CONCURRENCY = System.getProperty("history.concurrency", "shared");

    private static final Topology TOPOLOGY =
            Topology.valueOf(System.getProperty("history.topology", "one").toUpperCase(Locale.ROOT));

    static LongStream seeds() {
        return LongStream.range(FIRST, FIRST + SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsNoViolationInAHistoryOfThisSeed(long seed) throws Exception {
        var run = Run.of(seed, LENGTH, PEOPLE, Schedule.of(seed, LENGTH, TOPOLOGY));
        var report = Report.of(as(run))
                .kept((TOPOLOGY == Topology.ONE ? "" : TOPOLOGY.name().toLowerCase(Locale.ROOT) + "-")
                        + (TRACKED ? "tracked-" : "") + CONCURRENCY + "-" + seed);

        assertThat(report.violations()).as(report.details()).isEmpty();
    }

    private static Run as(Run run) {
        return (TRACKED ? run.withTrackedReads() : run).with(CONCURRENCY).on(TOPOLOGY);
    }
}
