package org.vedfolnir.session.local;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.security.Principal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tomcat.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.engine.Printable;
import org.vedfolnir.session.store.SessionId;

/**
 * Attributes of the application that cannot be kept outside of this process: by the handle of their session, as long as that lives, and no more
 * than so many sessions. Of these, those that were not used for the longest time lose theirs. Thread-safe.
 */
public final class LocalAttributes {

    private static final System.Logger LOG = System.getLogger(LocalAttributes.class.getName());

    private static final int MOST_NAMES = 100;

    private final int mostSessions;
    private final LinkedHashMap<String, Kept> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> said = new HashSet<>();
    private boolean saidFull;

    /** @param mostSessions that have such attributes; 0 for none */
    public LocalAttributes(int mostSessions) {
        this.mostSessions = mostSessions;
    }

    /** @param place where the session lies; null before it was saved */
    private record Kept(
            @Nullable SessionId place,
            Map<String, Object> values,
            @Nullable Principal principal) {

        static final Kept NOTHING = new Kept(null, Map.of(), null);

        Kept at(@Nullable SessionId now) {
            return now == null ? this : new Kept(now, values, principal);
        }

        Kept with(Map<String, Object> others) {
            return new Kept(place, Map.copyOf(others), principal);
        }

        Kept with(@Nullable Principal other) {
            return new Kept(place, values, other);
        }

        public boolean isEmpty() {
            return values.isEmpty() && principal == null;
        }
    }

    /** The application's attributes that this node alone has of a session. */
    public synchronized Map<String, Object> of(String handle) {
        if (sessions.isEmpty()) {
            return Map.of();
        }
        return sessions.getOrDefault(handle, Kept.NOTHING).values();
    }

    /**
     * Takes over what a request made of them.
     *
     * @param values those that it set, or found to be local
     * @param gone names that are in the store from now on, or nowhere
     */
    public synchronized void change(
            String handle, @Nullable SessionId place, Map<String, Object> values, Set<String> gone) {
        if (values.isEmpty() && (sessions.isEmpty() || gone.isEmpty() && place == null)) {
            return;
        }
        var before = sessions.getOrDefault(handle, Kept.NOTHING);
        var after = new HashMap<>(before.values());
        after.keySet().removeAll(gone);
        after.putAll(values);
        put(handle, before.at(place).with(after));
    }

    private void put(String handle, Kept kept) {
        if (kept.isEmpty()) {
            sessions.remove(handle);
        } else {
            sessions.put(handle, kept);
            keepWithinBounds();
        }
    }

    /** The container's user of a session, where no store can have it. */
    public synchronized @Nullable Principal principalOf(String handle) {
        return sessions.isEmpty()
                ? null
                : sessions.getOrDefault(handle, Kept.NOTHING).principal();
    }

    /** @param principal null where the store has it, or there is none */
    public synchronized void keepPrincipal(String handle, SessionId place, @Nullable Principal principal) {
        if (principal != null || !sessions.isEmpty()) {
            put(handle, sessions.getOrDefault(handle, Kept.NOTHING).at(place).with(principal));
        }
    }

    /** Each name once. */
    public void say(Map<String, NotStorableException> reasons) {
        reasons.forEach((name, reason) -> {
            if (isNew(name)) {
                say(name, reason);
            }
        });
    }

    private synchronized boolean isNew(String name) {
        return said.size() < MOST_NAMES && said.add(name);
    }

    private static void say(String name, NotStorableException reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                reason.isTransient()
                        ? "The session attribute ''{0}'' was not saved: another thread went on changing it ({1}: {2}). The next request that uses it"
                                + " tries again. Change it in requests, or copy it before it is set. Said once for each attribute."
                        : "The session attribute ''{0}'' stays on this node, and others do without it: {1}: {2}. Make that Serializable or"
                                + " transient, or set unserializable to refuse. Said once for each attribute (JMX: localAttributes).",
                Printable.name(name),
                Printable.path(reason.path(Printable.name(name))),
                reason.reason());
    }

    private void keepWithinBounds() {
        if (sessions.size() <= mostSessions) {
            return;
        }
        var oldest = sessions.entrySet().iterator();
        oldest.next();
        oldest.remove();
        if (!saidFull) {
            saidFull = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "More than {0} sessions have attributes that stay on this node, since they cannot be serialized. Those that were not used"
                            + " for the longest time lose these attributes. Make them Serializable, or set localSessions higher.",
                    mostSessions);
        }
    }

    /** Another node has set these since: here those hear of it that want to. */
    public void supersede(LocalOwner session, Set<String> names) {
        var handle = session.handle();
        var old = new HashMap<>(of(handle));
        old.keySet().retainAll(names);
        change(handle, null, Map.of(), names);
        old.forEach((name, value) -> tell(session, name, value));
    }

    /** The session has ended, and its listeners were told. */
    public synchronized void forget(String handle) {
        if (!sessions.isEmpty()) {
            sessions.remove(handle);
        }
    }

    /** The session has ended on another node: here those hear of it that want to. */
    public void end(LocalOwner ended) {
        Kept kept;
        synchronized (this) {
            kept = sessions.isEmpty() ? null : sessions.remove(ended.handle());
        }
        if (kept != null) {
            kept.values().forEach((name, value) -> tell(ended, name, value));
        }
    }

    private static void tell(LocalOwner session, String name, Object value) {
        if (!(value instanceof HttpSessionBindingListener listener)) {
            return;
        }
        try {
            listener.valueUnbound(new HttpSessionBindingEvent(session.getSession(), name, value));
        } catch (Throwable e) {
            ExceptionUtils.handleThrowable(e);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A session attribute of " + value.getClass() + " threw when it was told of the end of its session.",
                    e);
        }
    }

    /** Where the sessions lie, by handle. */
    public synchronized Map<String, SessionId> places() {
        var places = new HashMap<String, SessionId>();
        sessions.forEach((handle, kept) -> {
            if (kept.place() != null) {
                places.put(handle, kept.place());
            }
        });
        return places;
    }

    /** The session has another id by now. */
    public synchronized void moved(String handle, SessionId place) {
        var kept = sessions.get(handle);
        if (kept != null) {
            sessions.put(handle, kept.at(place));
        }
    }

    public synchronized boolean isEmpty() {
        return sessions.isEmpty();
    }

    public synchronized void clear() {
        sessions.clear();
    }

    /** How many there are. */
    public synchronized int size() {
        return sessions.values().stream().mapToInt(each -> each.values().size()).sum();
    }

    /** The same by the name of the attribute, with its class. */
    public synchronized Map<String, Integer> byName() {
        var names = new TreeMap<String, Integer>();
        sessions.values().forEach(kept -> kept.values()
                .forEach((name, value) -> names.merge(
                        Printable.name(name) + " (" + value.getClass().getName() + ")", 1, Integer::sum)));
        return names;
    }
}
