package org.vedfolnir.session;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.tomcat.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.Standing;
import org.vedfolnir.session.store.SessionId;

/**
 * Attributes of the container's own that wait for the end of a session on this node: Tomcat closes the web sockets of an authenticated user by
 * one ({@code WsHttpSessionBindingListener}), which it sets after the handshake. Another node has no use for them, so the store does not get
 * them. By handle, as long as the session lives. {@link #refresh} finds out which sessions have ended elsewhere. Thread-safe.
 */
final class LocalAttributes {

    private static final System.Logger LOG = System.getLogger(LocalAttributes.class.getName());
    /** In one round trip. */
    private static final int AT_ONCE = 500;

    private static final List<String> CONTAINER = List.of("org.apache.tomcat.", "org.apache.catalina.");

    private final ConcurrentHashMap<String, Kept> sessions = new ConcurrentHashMap<>();

    /** @param place where the session lies; null before it was saved */
    private record Kept(@Nullable SessionId place, Map<String, HttpSessionBindingListener> values) {

        Kept with(@Nullable SessionId now, Map<String, HttpSessionBindingListener> others) {
            return new Kept(now == null ? place : now, Map.copyOf(others));
        }
    }

    /** What the store says. */
    interface Places {

        List<Standing> standings(List<SessionId> ids);

        /** Where a session lies that has changed its id. */
        Optional<SessionId> of(String handle);
    }

    /** Whether a value is one that the container set to be told of the session's end. */
    static boolean isLocal(@Nullable Object value) {
        if (!(value instanceof HttpSessionBindingListener)) {
            return false;
        }
        var type = value.getClass().getName();
        return CONTAINER.stream().anyMatch(type::startsWith);
    }

    /**
     * Whether nothing but such a value can have the name, so that the store need not be asked: Tomcat asks while all its web sockets wait.
     */
    static boolean isLocalName(@Nullable String name) {
        return name != null && name.startsWith("org.apache.tomcat.websocket.server.");
    }

    @Nullable
    Object get(String handle, String name) {
        if (sessions.isEmpty()) {
            return null;
        }
        var kept = sessions.get(handle);
        return kept == null ? null : kept.values().get(name);
    }

    void put(VedfolnirSession session, String name, Object value) {
        var listener = (HttpSessionBindingListener) value;
        var before = new HttpSessionBindingListener[1];
        sessions.compute(session.document().handle(), (handle, kept) -> {
            var values = new HashMap<>(kept == null ? Map.of() : kept.values());
            before[0] = values.put(name, listener);
            return new Kept(null, Map.of()).with(session.storedId(), values);
        });
        listener.valueBound(new HttpSessionBindingEvent(session.getSession(), name, value));
        if (before[0] != null && before[0] != listener) {
            tell(session, name, before[0]);
        }
    }

    /** @return whether it was there */
    boolean remove(VedfolnirSession session, String name) {
        var before = new HttpSessionBindingListener[1];
        sessions.computeIfPresent(session.document().handle(), (handle, kept) -> {
            var values = new HashMap<>(kept.values());
            before[0] = values.remove(name);
            return values.isEmpty() ? null : kept.with(null, values);
        });
        if (before[0] != null) {
            tell(session, name, before[0]);
        }
        return before[0] != null;
    }

    /** It was saved, perhaps under another id. */
    void saved(String handle, SessionId place) {
        if (!sessions.isEmpty()) {
            sessions.computeIfPresent(handle, (each, kept) -> kept.with(place, kept.values()));
        }
    }

    /** Its end is told on this node, once. */
    void end(VedfolnirSession ended) {
        var kept = sessions.isEmpty() ? null : sessions.remove(ended.document().handle());
        if (kept != null) {
            kept.values().forEach((name, value) -> tell(ended, name, value));
        }
    }

    private static void tell(VedfolnirSession session, String name, HttpSessionBindingListener value) {
        try {
            value.valueUnbound(new HttpSessionBindingEvent(session.getSession(), name, value));
        } catch (Throwable e) {
            ExceptionUtils.handleThrowable(e);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The container's " + name + " threw when it was told of the end of a session.",
                    e);
        }
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    void clear() {
        sessions.clear();
    }

    /**
     * Asks the store how the sessions stand: one round trip for up to 500 of them, and one for each that has another id since.
     *
     * @param ended takes the handle and the last place of each that has ended, and is to come to {@link #end}
     */
    void refresh(Places store, BiConsumer<String, SessionId> ended) {
        var placed = sessions.entrySet().stream()
                .flatMap(each -> Placed.of(each).stream())
                .toList();
        IntStream.iterate(0, from -> from < placed.size(), from -> from + AT_ONCE)
                .mapToObj(from -> placed.subList(from, Math.min(from + AT_ONCE, placed.size())))
                .forEach(some -> refresh(some, store, ended));
    }

    private record Placed(String handle, SessionId place) {

        static Optional<Placed> of(Map.Entry<String, Kept> session) {
            var place = session.getValue().place();
            return place == null ? Optional.empty() : Optional.of(new Placed(session.getKey(), place));
        }
    }

    private void refresh(List<Placed> some, Places store, BiConsumer<String, SessionId> ended) {
        var standings = store.standings(some.stream().map(Placed::place).toList());
        for (var i = 0; i < some.size(); i++) {
            var session = some.get(i);
            if (standings.get(i) instanceof Standing.Ended
                    || !(standings.get(i) instanceof Standing.Live) && !follow(session, store, standings.get(i))) {
                ended.accept(session.handle(), session.place());
            }
        }
    }

    /** Whether the session lives on under another id. */
    private boolean follow(Placed session, Places store, Standing standing) {
        var now = store.of(session.handle());
        if (now.isPresent() && store.standings(List.of(now.get())).get(0) instanceof Standing.Live) {
            saved(session.handle(), now.get());
            return true;
        }
        // a node of an earlier version does not tell where it lies
        return now.isEmpty() && standing instanceof Standing.Moved;
    }
}
