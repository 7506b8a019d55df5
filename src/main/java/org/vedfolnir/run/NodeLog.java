package org.vedfolnir.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Sends everything that the node logs to its file, and remembers the first problem, so that the parent can name it. */
final class NodeLog extends Handler {

    private static final int BYTES = 10 << 20;

    private volatile @Nullable String first;

    private NodeLog() {}

    static NodeLog open(Path file) throws IOException {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$-7s %3$s: %5$s%6$s%n");
        LogManager.getLogManager().reset();
        var root = Logger.getLogger("");
        var handler = new FileHandler(file.toString(), BYTES, 1, true);
        Formatter formatter = new SimpleFormatter();
        handler.setFormatter(formatter);
        root.addHandler(handler);
        var problems = new NodeLog();
        problems.setLevel(Level.SEVERE);
        root.addHandler(problems);
        return problems;
    }

    /** The first problem's innermost message. */
    String first(String otherwise) {
        var message = first;
        return message == null ? otherwise : message;
    }

    @Override
    public void publish(LogRecord record) {
        if (first != null || !isLoggable(record)) {
            return;
        }
        var thrown = record.getThrown();
        first = thrown == null ? record.getMessage() : explanation(thrown);
    }

    /** The message of our own that is nearest to the cause; it says what to do. Without one, the cause's. */
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

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        // nothing is open
    }
}
