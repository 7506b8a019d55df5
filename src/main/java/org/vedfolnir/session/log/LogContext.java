package org.vedfolnir.session.log;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the current thread works for. Nothing is set for a request: a formatter asks when it has a record, and the
 * source looks at what the request has on its thread anyway. Thread-safe.
 */
public final class LogContext {

    /** Weak: this class may belong to a parent of the class loader that has the source. */
    private static final List<WeakReference<Source>> SOURCES = new CopyOnWriteArrayList<>();

    private static final ThreadLocal<LoggedSession> ABOUT = new ThreadLocal<>();

    private LogContext() {}

    /** Tells from the current thread what it works for. */
    @FunctionalInterface
    public interface Source {

        /** Returns null if it does not know the thread. Called with any locks held, so it must not wait for one. */
        @Nullable
        LogSubject current();
    }

    /** @param source asked from now on, as long as the caller keeps it */
    public static void ask(Source source) {
        SOURCES.removeIf(each -> each.get() == null || each.get() == source);
        SOURCES.add(new WeakReference<>(source));
    }

    /** Does something for a session outside of its requests: lines that this thread logs meanwhile name the session. */
    public static void about(LoggedSession session, Runnable work) {
        var before = ABOUT.get();
        ABOUT.set(session);
        try {
            work.run();
        } finally {
            if (before == null) {
                ABOUT.remove();
            } else {
                ABOUT.set(before);
            }
        }
    }

    static LogSubject current() {
        var known = asked();
        var about = ABOUT.get();
        return about == null ? known : new LogSubject(known.node(), known.application(), about.reference());
    }

    /** A manager may stop while it is asked; the line is logged all the same. */
    private static @Nullable LogSubject asked(Source source) {
        try {
            return source.current();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static LogSubject asked() {
        for (var each : SOURCES) {
            var source = each.get();
            var subject = source == null ? null : asked(source);
            if (subject != null) {
                return subject;
            }
        }
        return LogSubject.UNKNOWN;
    }
}
