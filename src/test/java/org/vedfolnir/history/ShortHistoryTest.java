package org.vedfolnir.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short history in each build; the profile {@code history} has the long ones. */
class ShortHistoryTest {

    private static final Duration LENGTH = Duration.ofSeconds(12);
    private static final int PEOPLE = 50;
    private static final Schedule FAULTS = new Schedule(List.of(
            new Schedule.Step(Fault.KILL_REDIS, 0, 2000, 300, 0),
            new Schedule.Step(Fault.LOSE_ANSWERS, 0, 4500, 300, 0),
            new Schedule.Step(Fault.KILL_NODE, 1, 6000, 300, 0)));

    @Test
    void findsNoViolationWithThreeFaults() throws Exception {
        isRight(Report.of(Run.of(6, LENGTH, PEOPLE, FAULTS)).kept("short"));
    }

    @Test
    void findsNoViolationWithTrackedReads() throws Exception {
        isRight(Report.of(Run.of(7, LENGTH, PEOPLE, FAULTS).withTrackedReads()).kept("short-tracked"));
    }

    private static void isRight(Report report) {
        assertThat(report.violations()).as(report.details()).isEmpty();
        assertThat(report.result().faults()).hasSize(3);
        assertThat(report.result().history().lastReads()).hasSizeGreaterThan(PEOPLE / 2);
    }
}
