package org.vedfolnir.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Records the messages of a logger while this is open. */
public final class Logged extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private final Consumer<String> meanwhile;

    public Logged(String name) {
        this(name, message -> {});
    }

    /** @param meanwhile receives each message before its thread continues */
    public Logged(String name, Consumer<String> meanwhile) {
        this.meanwhile = meanwhile;
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    public List<String> messages() {
        return messages;
    }

    @Override
    public void publish(LogRecord record) {
        var message = new SimpleFormatter().formatMessage(record);
        messages.add(message);
        meanwhile.accept(message);
    }

    @Override
    public void flush() {
        // each record is handled at once
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
