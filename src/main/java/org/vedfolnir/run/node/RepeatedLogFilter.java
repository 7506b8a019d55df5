package org.vedfolnir.run.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Suppresses repeated log records, so that requests that fail alike cannot fill a log. Records are of one kind if they
 * come from one logger with one level and, if something was thrown, from one place in the code; otherwise with one
 * message pattern. In each minute the first distinct texts of a kind are logged; the rest becomes a count at its end.
 * Not thread-safe.
 */
final class RepeatedLogFilter {

    static final Duration WINDOW = Duration.ofMinutes(1);
    /** Distinct parameters; further ones add no information. */
    static final int TEXTS = 10;
    /** Beyond that number, kinds are not suppressed: each counts as new. */
    static final int KINDS = 1000;

    private static final int NO_THREAD = 0;
    private static final int FRAMES = 5;
    private static final int LONGEST = 300;

    private final InstantSource clock;
    /** In the order in which the kinds began. */
    private final Map<Kind, Window> windows = new LinkedHashMap<>();

    RepeatedLogFilter(InstantSource clock) {
        this.clock = clock;
    }

    private record Kind(String logger, Level level, String pattern, int place) {

        static Kind of(LogRecord record) {
            var thrown = record.getThrown();
            return new Kind(
                    String.valueOf(record.getLoggerName()),
                    record.getLevel(),
                    thrown == null
                            ? String.valueOf(record.getMessage())
                            : thrown.getClass().getName(),
                    thrown == null ? 0 : place(thrown));
        }

        /**
         * Identifies where the cause was thrown by several frames, since a helper that throws is called from many
         * places.
         */
        private static int place(Throwable thrown) {
            var cause = thrown;
            for (var depth = 0; depth < 20 && cause.getCause() != null; depth++) {
                cause = cause.getCause();
            }
            var frames = cause.getStackTrace();
            return Arrays.hashCode(Arrays.copyOf(frames, Math.min(frames.length, FRAMES))) * 31
                    + cause.getClass().getName().hashCode();
        }
    }

    private static final class Window {

        private final Instant until;
        private final Set<Integer> texts = new HashSet<>();
        private final String first;
        private long more;

        Window(Instant until, String first) {
            this.until = until;
            var line = first.replace('\n', ' ').strip();
            this.first = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        }
    }

    /**
     * Decides about a record that is about to be logged.
     *
     * @param text its message with parameters, and that of the exception
     * @return whether to log it
     */
    boolean isNew(LogRecord record, String text) {
        var kind = Kind.of(record);
        var window = windows.get(kind);
        if (window == null) {
            window = new Window(clock.instant().plus(WINDOW), text);
            windows.put(kind, window);
        }
        if (window.texts.size() < TEXTS && window.texts.add(text.hashCode())) {
            return true;
        }
        window.more++;
        return false;
    }

    /**
     * Ends the windows whose minute is over, and the oldest of too many.
     *
     * @return the summaries of suppressed records
     */
    List<LogRecord> ended() {
        var now = clock.instant();
        var ended = new ArrayList<LogRecord>();
        for (var each = windows.entrySet().iterator(); each.hasNext(); ) {
            var next = each.next();
            if (windows.size() <= KINDS && next.getValue().until.isAfter(now)) {
                break;
            }
            add(ended, summary(next.getKey(), next.getValue()));
            each.remove();
        }
        return ended;
    }

    /** Ends all of them. */
    List<LogRecord> all() {
        var ended = new ArrayList<LogRecord>();
        windows.forEach((kind, window) -> add(ended, summary(kind, window)));
        windows.clear();
        return ended;
    }

    private static void add(List<LogRecord> ended, @Nullable LogRecord summary) {
        if (summary != null) {
            ended.add(summary);
        }
    }

    private static @Nullable LogRecord summary(Kind kind, Window window) {
        if (window.more == 0) {
            return null;
        }
        var summary = new LogRecord(
                kind.level(),
                window.more + " more of this kind within " + WINDOW.toSeconds() + " s, each like: " + window.first);
        summary.setLoggerName(kind.logger());
        summary.setLongThreadID(NO_THREAD); // it is not about the request that this thread serves
        return summary;
    }
}
