package org.vedfolnir.run.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.system.DataFolderTest;

/** Repeated errors of requests do not displace the rest of a node's log. */
class NodeLogTest {

    private static final int LIMIT = 200_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private volatile Instant now = Instant.parse("2026-11-29T10:00:00Z");
    private Path file;
    private NodeLog log;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("node-a.log");
        log = new NodeLog(new RotatingFile(file, LIMIT, 3), LogFormat.TEXT.formatter("node-a"), () -> now);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void writesFiftyThousandEqualErrorsInAFewLinesAndKeepsTheStart() throws Exception {
        log.publish(new LogRecord(Level.INFO, "The node starts."));
        for (var i = 0; i < 50_000; i++) {
            log.publish(failure("A request failed.", new IllegalStateException("no context")));
        }
        now = now.plus(Duration.ofMinutes(1));
        log.flush();

        assertThat(Files.readAllLines(file).size()).isLessThan(300);
        assertThat(text()).contains("The node starts.", "49999 more of this kind within 60 s", "no context");
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void writesAllDifferentErrors() throws Exception {
        for (var i = 0; i < 300; i++) {
            log.publish(failure("Failure " + i, null));
        }
        log.publish(failure("A request failed.", new IllegalStateException("one place")));
        log.publish(failure("A request failed.", new IllegalStateException("another place")));
        log.publish(failure("A request failed.", new IllegalArgumentException("another class")));
        for (var i = 0; i < 5; i++) {
            var record = new LogRecord(Level.WARNING, "The setting {0} is wrong.");
            record.setParameters(new Object[] {"s" + i});
            log.publish(record);
        }

        assertThat(text())
                .contains(IntStream.range(0, 300).mapToObj(i -> "Failure " + i).toList())
                .contains("one place", "another place", "another class")
                .contains(IntStream.range(0, 5)
                        .mapToObj(i -> "The setting s" + i + " is wrong.")
                        .toList());
    }

    @Test
    void repeatsAnErrorEachMinuteAndReportsTheOmittedOnesAtTheEnd() throws Exception {
        for (var minute = 0; minute < 3; minute++) {
            for (var i = 0; i < 7; i++) {
                log.publish(failure("Again.", null));
            }
            now = now.plusSeconds(61);
        }
        log.close();

        assertThat(text().lines().filter(line -> line.endsWith(": Again."))).hasSize(3 + 3);
        assertThat(text().lines().filter(line -> line.contains("6 more of this kind")))
                .hasSize(3);
    }

    @Test
    void reportsOmittedErrorsWithoutAFurtherRecordAndEndsItsThread() throws Exception {
        log.publish(failure("Again.", null));
        log.publish(failure("Again.", null));
        now = now.plusSeconds(61);
        log.writeSummariesEvery(Duration.ofMillis(5));
        assertThat(DataProbe.within(PATIENCE, () -> text().contains("1 more of this kind")))
                .isTrue();
        assertThat(isSummingUp()).isTrue();

        log.close();

        assertThat(DataProbe.within(PATIENCE, () -> !isSummingUp())).isTrue();
    }

    private static boolean isSummingUp() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(NodeLog.SUMMARIES_THREAD));
    }

    @Test
    void keepsEarlierFilesIfOneIsFull() throws Exception {
        for (var i = 0; i < 7; i++) {
            log.publish(failure("Number " + i + " " + "x".repeat(LIMIT / 2), null));
        }

        assertThat(text()).contains("Number 6").doesNotContain("Number 5");
        assertThat(Files.readString(folder.resolve("node-a.1.log"))).contains("Number 5");
        assertThat(Files.readString(folder.resolve("node-a.2.log"))).contains("Number 4");
        assertThat(folder.resolve("node-a.3.log")).doesNotExist();
        assertThat(DataFolderTest.openToOthers(folder)).isEmpty();
    }

    @Test
    void appendsToAnExistingFile() throws Exception {
        log.publish(new LogRecord(Level.INFO, "Before."));
        log.close();
        log = new NodeLog(new RotatingFile(file, LIMIT, 3), LogFormat.TEXT.formatter("node-a"), () -> now);
        log.publish(new LogRecord(Level.INFO, "After."));

        assertThat(text()).contains("Before.", "After.");
    }

    @Test
    void boundsTheCountedKinds() {
        var repetitions = new RepeatedLogFilter(() -> now);
        for (var i = 0; i < 3 * RepeatedLogFilter.KINDS; i++) {
            var record = failure("Kind " + i, null);
            assertThat(repetitions.isNew(record, record.getMessage())).isTrue();
            assertThat(repetitions.isNew(record, record.getMessage())).isFalse();
            assertThat(repetitions.ended()).hasSize(i < RepeatedLogFilter.KINDS ? 0 : 1);
        }
        assertThat(repetitions.all()).hasSize(RepeatedLogFilter.KINDS);
    }

    private static LogRecord failure(String message, @Nullable RuntimeException thrown) {
        var record = new LogRecord(Level.SEVERE, message);
        record.setLoggerName("org.apache.catalina.core");
        record.setThrown(thrown);
        return record;
    }

    private String text() throws IOException {
        return Files.readString(file);
    }
}
