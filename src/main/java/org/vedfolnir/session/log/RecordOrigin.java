package org.vedfolnir.session.log;

import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a record comes from. Only its own thread knows that, and some handlers format on another one.
 *
 * @param thread its name; null if it is not known
 */
record RecordOrigin(@Nullable String thread, LogSubject subject) {

    /** A record has no equality but its identity. */
    private static final Map<LogRecord, RecordOrigin> NOTED = Collections.synchronizedMap(new WeakHashMap<>());

    /** Remembers the origin of a record, until the record is collected. Called on the thread that logs it. */
    static void note(LogRecord record) {
        if (isOfThisThread(record)) {
            NOTED.computeIfAbsent(record, each -> current());
        }
    }

    static RecordOrigin of(LogRecord record) {
        if (isOfThisThread(record)) {
            return current();
        }
        var noted = NOTED.get(record);
        return noted == null ? new RecordOrigin(name(record.getLongThreadID()), LogSubject.UNKNOWN) : noted;
    }

    private static boolean isOfThisThread(LogRecord record) {
        return record.getLongThreadID() == Thread.currentThread().getId();
    }

    private static RecordOrigin current() {
        return new RecordOrigin(Thread.currentThread().getName(), LogContext.current());
    }

    private static @Nullable String name(long thread) {
        var known = thread <= 0 ? null : ManagementFactory.getThreadMXBean().getThreadInfo(thread);
        return known == null ? null : known.getThreadName();
    }
}
