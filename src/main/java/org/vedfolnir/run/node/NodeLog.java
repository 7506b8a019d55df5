package org.vedfolnir.run.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the node's log to its file and the previous generations, with repetitions summed up, and remembers the first
 * problem for the parent's message. Thread-safe.
 */
final class NodeLog extends Handler {

    private static final int BYTES = 10 << 20;
    private static final int GENERATIONS = 5;
    private static final Duration SUMMARIES = Duration.ofSeconds(10);
    static final String SUMMARIES_THREAD = "log-summaries";

    private final RotatingFile file;
    private final RepeatedLogFilter repetitions;
    private final ScheduledExecutorService summaries = Executors.newSingleThreadScheduledExecutor(NodeLog::named);
    private volatile @Nullable String first;

    NodeLog(RotatingFile file, Formatter lines, InstantSource clock) {
        this.file = file;
        this.repetitions = new RepeatedLogFilter(clock);
        setFormatter(lines);
    }

    static NodeLog open(Path path, Formatter lines) throws IOException {
        LogManager.getLogManager().reset();
        var log = new NodeLog(new RotatingFile(path, BYTES, GENERATIONS), lines, InstantSource.system());
        Logger.getLogger("").addHandler(log);
        log.writeSummariesEvery(SUMMARIES);
        return log;
    }

    private static Thread named(Runnable work) {
        var thread = new Thread(work, SUMMARIES_THREAD);
        thread.setDaemon(true);
        return thread;
    }

    /** Writes summaries without waiting for the next record. The thread ends with the log. */
    void writeSummariesEvery(Duration period) {
        summaries.scheduleWithFixedDelay(this::flushOrReport, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** An exception of the task would cancel later ones. */
    private void flushOrReport() {
        try {
            flush();
        } catch (RuntimeException e) {
            reportError("The log's summaries cannot be written.", e, ErrorManager.FLUSH_FAILURE);
        }
    }

    /** Returns the innermost message of the first problem. */
    String first(String otherwise) {
        var message = first;
        return message == null ? otherwise : message;
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        remember(record);
        synchronized (this) {
            write(repetitions.ended());
            if (repetitions.isNew(record, text(record))) {
                write(List.of(record));
            }
        }
    }

    private synchronized void write(List<LogRecord> records) {
        try {
            for (var record : records) {
                file.write(getFormatter().format(record));
            }
        } catch (IOException e) {
            reportError("The log cannot be written.", e, ErrorManager.WRITE_FAILURE);
        }
    }

    private String text(LogRecord record) {
        var message = String.valueOf(getFormatter().formatMessage(record));
        var thrown = record.getThrown();
        return thrown == null ? message : message + " " + thrown;
    }

    private void remember(LogRecord record) {
        if (first != null || record.getLevel().intValue() < Level.SEVERE.intValue()) {
            return;
        }
        var thrown = record.getThrown();
        first = thrown == null ? record.getMessage() : explanation(thrown);
    }

    /**
     * Returns our own message that is nearest to the cause, since it contains the remedy; otherwise that of the cause.
     */
    private static String explanation(Throwable thrown) {
        var ours = "";
        var innermost = thrown.toString();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            var message = cause.getMessage();
            if (message == null) {
                continue;
            }
            innermost = message;
            var thrownBy = cause.getStackTrace();
            if (thrownBy.length > 0 && thrownBy[0].getClassName().startsWith("org.vedfolnir.")) {
                ours = message;
            }
        }
        return ours.isEmpty() ? innermost : ours;
    }

    /** Writes summaries of the last minute; log lines are written at once. */
    @Override
    public synchronized void flush() {
        write(repetitions.ended());
    }

    @Override
    public synchronized void close() {
        summaries.shutdown();
        write(repetitions.all());
        try {
            file.close();
        } catch (IOException e) {
            reportError("The log cannot be closed.", e, ErrorManager.CLOSE_FAILURE);
        }
    }
}
