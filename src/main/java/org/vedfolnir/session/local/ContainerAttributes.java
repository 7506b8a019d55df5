package org.vedfolnir.session.local;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tomcat.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.Printable;
import org.vedfolnir.session.store.SessionId;

/**
 * Attributes of the container that wait for the end of a session on this node: Tomcat closes the web sockets of an
 * authenticated user by one ({@code WsHttpSessionBindingListener}), which it sets after the handshake. Other nodes
 * cannot use them, so they are not sent to the store. Kept by handle, as long as the session lives. Thread-safe.
 */
public final class ContainerAttributes {

    private static final System.Logger LOG = System.getLogger(ContainerAttributes.class.getName());
    private static final List<String> CONTAINER = List.of("org.apache.tomcat.", "org.apache.catalina.");

    private final ConcurrentHashMap<String, Kept> sessions = new ConcurrentHashMap<>();

    /** @param storedId the session's id in the store; null before it was saved */
    private record Kept(@Nullable SessionId storedId, Map<String, HttpSessionBindingListener> values) {

        Kept with(@Nullable SessionId now, Map<String, HttpSessionBindingListener> others) {
            return new Kept(now == null ? storedId : now, Map.copyOf(others));
        }
    }

    /** Whether the container set this value to be notified of the session's end. */
    public static boolean isLocal(@Nullable Object value) {
        if (!(value instanceof HttpSessionBindingListener)) {
            return false;
        }
        var type = value.getClass().getName();
        return CONTAINER.stream().anyMatch(type::startsWith);
    }

    /**
     * Whether only such a value can have the name, so that the store need not be read: Tomcat reads it while its web
     * sockets wait.
     */
    public static boolean isLocalName(@Nullable String name) {
        return name != null && name.startsWith("org.apache.tomcat.websocket.server.");
    }

    @Nullable
    public Object get(String handle, String name) {
        if (sessions.isEmpty()) {
            return null;
        }
        var kept = sessions.get(handle);
        return kept == null ? null : kept.values().get(name);
    }

    public void put(LocalOwner session, String name, Object value) {
        var listener = (HttpSessionBindingListener) value;
        var before = new HttpSessionBindingListener[1];
        sessions.compute(session.handle(), (handle, kept) -> {
            var values = new HashMap<>(kept == null ? Map.of() : kept.values());
            before[0] = values.put(name, listener);
            return new Kept(null, Map.of()).with(session.storedId(), values);
        });
        listener.valueBound(new HttpSessionBindingEvent(session.getSession(), name, value));
        if (before[0] != null && before[0] != listener) {
            notifyUnbound(session, name, before[0]);
        }
    }

    /** @return whether it was set */
    public boolean remove(LocalOwner session, String name) {
        var before = new HttpSessionBindingListener[1];
        sessions.computeIfPresent(session.handle(), (handle, kept) -> {
            var values = new HashMap<>(kept.values());
            before[0] = values.remove(name);
            return values.isEmpty() ? null : kept.with(null, values);
        });
        if (before[0] != null) {
            notifyUnbound(session, name, before[0]);
        }
        return before[0] != null;
    }

    /** Records that the session was saved, perhaps under another id. */
    public void saved(String handle, SessionId storedId) {
        if (!sessions.isEmpty()) {
            sessions.computeIfPresent(handle, (each, kept) -> kept.with(storedId, kept.values()));
        }
    }

    /** Notifies the listeners of this node of the session's end, once. */
    public void end(LocalOwner ended) {
        var kept = sessions.isEmpty() ? null : sessions.remove(ended.handle());
        if (kept != null) {
            kept.values().forEach((name, value) -> notifyUnbound(ended, name, value));
        }
    }

    private static void notifyUnbound(LocalOwner session, String name, HttpSessionBindingListener value) {
        try {
            value.valueUnbound(new HttpSessionBindingEvent(session.getSession(), name, value));
        } catch (Throwable e) {
            ExceptionUtils.handleThrowable(e);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The container's session attribute " + Printable.name(name)
                            + " threw when it was notified of the session's end. The session has ended all the same.",
                    e);
        }
    }

    public boolean isEmpty() {
        return sessions.isEmpty();
    }

    public void clear() {
        sessions.clear();
    }

    /** Returns the ids of the sessions in the store, by handle. */
    public Map<String, SessionId> storedIds() {
        var storedIds = new HashMap<String, SessionId>();
        sessions.forEach((handle, kept) -> {
            if (kept.storedId() != null) {
                storedIds.put(handle, kept.storedId());
            }
        });
        return storedIds;
    }
}
