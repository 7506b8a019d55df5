package org.vedfolnir.session.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Formats a log record as one line of JSON, with the field names of the Elastic Common Schema (ECS). Thread-safe.
 *
 * <p>Each line has {@code @timestamp}, {@code log.level} ({@code ERROR}, {@code WARNING}, {@code INFO}, {@code DEBUG},
 * {@code TRACE}), {@code message}, {@code ecs.version} and {@code log.logger}. If they are known, it has {@code
 * process.thread.name}, {@code service.node.name}, {@code vedfolnir.application} and {@code vedfolnir.session}, the
 * reference of the session. With an exception it has {@code error.type}, {@code error.message} and {@code
 * error.stack_trace}. All values are texts.
 */
public final class JsonFormatter extends Formatter {

    private static final String VERSION = "8.11.0";
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private volatile @Nullable String node;

    /**
     * Creates a formatter for {@code logging.properties}. The node is named by {@code
     * org.vedfolnir.session.log.JsonFormatter.node} there, else by {@code SESSION_NODE}, else by the first manager that
     * logs.
     */
    public JsonFormatter() {
        this(configured(LogManager.getLogManager().getProperty(JsonFormatter.class.getName() + ".node")));
    }

    /** @param node its name; null if a manager has it */
    public JsonFormatter(@Nullable String node) {
        this.node = node;
    }

    private static @Nullable String configured(@Nullable String property) {
        var name = property == null || property.isBlank() ? System.getenv("SESSION_NODE") : property.strip();
        return name == null || name.isBlank() ? null : name;
    }

    @Override
    public String format(LogRecord record) {
        var origin = RecordOrigin.of(record);
        var subject = origin.subject();
        if (node == null) {
            node = subject.node();
        }
        var line = new JsonLine()
                .add("@timestamp", TIME.format(record.getInstant()))
                .add("log.level", level(record.getLevel()))
                .add("message", String.valueOf(formatMessage(record)))
                .add("ecs.version", VERSION)
                .add("log.logger", String.valueOf(record.getLoggerName()))
                .add("process.thread.name", origin.thread())
                .add("service.node.name", subject.node() == null ? node : subject.node())
                .add("vedfolnir.application", subject.application())
                .add("vedfolnir.session", session(record, subject));
        if (record.getThrown() != null) {
            addError(line, record.getThrown());
        }
        return line.end();
    }

    private static String level(Level level) {
        var value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        } else if (value >= Level.WARNING.intValue()) {
            return "WARNING";
        } else if (value >= Level.INFO.intValue()) {
            return "INFO";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    /** A session that the message names comes before that of the request: an operator ends that of somebody else. */
    private static @Nullable String session(LogRecord record, LogSubject subject) {
        var parameters = record.getParameters();
        if (parameters != null) {
            for (var parameter : parameters) {
                if (parameter instanceof LoggedSession named) {
                    return named.reference();
                }
            }
        }
        return subject.session();
    }

    private static void addError(JsonLine line, Throwable thrown) {
        line.add("error.type", thrown.getClass().getName());
        try {
            var trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            line.add("error.message", thrown.getMessage()).add("error.stack_trace", trace.toString());
        } catch (RuntimeException e) {
            line.add(
                    "error.stack_trace",
                    "The exception cannot be printed, because its own code throws " + e.getClass());
        }
    }
}
