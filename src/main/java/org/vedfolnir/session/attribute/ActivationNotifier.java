package org.vedfolnir.session.attribute;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Notifies attributes in pairs when they are read from the store and written to it: {@code sessionDidActivate} when one
 * is first read after that, {@code sessionWillPassivate} before it is written. Servlet 6.0 §7.7.2. An exception of a
 * listener is logged and stops nothing. Used by one session.
 */
public final class ActivationNotifier {

    /** For code that reads a document without a session. */
    static final ActivationNotifier NONE =
            new ActivationNotifier(() -> null, () -> LogFactory.getLog(ActivationNotifier.class));

    private final Supplier<@Nullable HttpSessionEvent> event;
    private final Supplier<Log> log;
    private final Set<Object> passivated = Collections.newSetFromMap(new IdentityHashMap<>());

    public ActivationNotifier(Supplier<@Nullable HttpSessionEvent> event, Supplier<Log> log) {
        this.event = event;
        this.log = log;
    }

    /** Filters the values that want to be notified; most sessions have none. */
    static List<Object> listening(Map<String, Object> values, BiPredicate<String, Object> wanted) {
        List<Object> listening = List.of();
        for (var each : values.entrySet()) {
            if (each.getValue() instanceof HttpSessionActivationListener
                    && wanted.test(each.getKey(), each.getValue())) {
                listening = listening.isEmpty() ? new ArrayList<>() : listening;
                listening.add(each.getValue());
            }
        }
        return listening;
    }

    /** Records a decoded value: its first read activates it. */
    synchronized void decoded(Object value) {
        if (this != NONE && value instanceof HttpSessionActivationListener) {
            passivated.add(value);
        }
    }

    /** Returns the value after activating it. */
    Object activated(Object value) {
        if (value instanceof HttpSessionActivationListener listener && wasPassivated(value)) {
            notifyListener(listener, HttpSessionActivationListener::sessionDidActivate);
        }
        return value;
    }

    void passivate(Collection<Object> values) {
        for (var value : values) {
            if (value instanceof HttpSessionActivationListener listener && markPassivated(value)) {
                notifyListener(listener, HttpSessionActivationListener::sessionWillPassivate);
            }
        }
    }

    private synchronized boolean wasPassivated(Object value) {
        return passivated.remove(value);
    }

    private synchronized boolean markPassivated(Object value) {
        return passivated.add(value);
    }

    private void notifyListener(
            HttpSessionActivationListener listener, BiConsumer<HttpSessionActivationListener, HttpSessionEvent> what) {
        var activation = event.get();
        if (activation == null) {
            return;
        }
        try {
            what.accept(listener, activation);
        } catch (Throwable e) { // from the application: an Error must not prevent the save
            ExceptionUtils.handleThrowable(e);
            log.get()
                    .error(
                            "A session attribute of " + listener.getClass()
                                    + " threw when it was notified of its activation.",
                            e);
        }
    }
}
