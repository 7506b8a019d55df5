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
 * Attributes of the application that cannot leave this process: by the handle of their session, as long as it lives,
 * for a limited number of sessions. Evicts those of the least recently used session. Thread-safe.
 */
public final class LocalAttributes {

    private static final System.Logger LOG = System.getLogger(LocalAttributes.class.getName());

    private static final int MOST_NAMES = 100;

    private final int mostSessions;
    private final LinkedHashMap<String, Kept> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> logged = new HashSet<>();
    private boolean loggedFull;

    /** @param mostSessions how many sessions may have such attributes; 0 for none */
    public LocalAttributes(int mostSessions) {
        this.mostSessions = mostSessions;
    }

    /** @param storedId the session's id in the store; null before it was saved */
    private record Kept(
            @Nullable SessionId storedId,
            Map<String, Object> values,
            @Nullable Principal principal) {

        static final Kept NOTHING = new Kept(null, Map.of(), null);

        Kept at(@Nullable SessionId now) {
            return now == null ? this : new Kept(now, values, principal);
        }

        Kept with(Map<String, Object> others) {
            return new Kept(storedId, Map.copyOf(others), principal);
        }

        Kept with(@Nullable Principal other) {
            return new Kept(storedId, values, other);
        }

        public boolean isEmpty() {
            return values.isEmpty() && principal == null;
        }
    }

    /** Returns the application's attributes of a session that only this node has. */
    public synchronized Map<String, Object> of(String handle) {
        if (sessions.isEmpty()) {
            return Map.of();
        }
        return sessions.getOrDefault(handle, Kept.NOTHING).values();
    }

    /**
     * Applies a request's changes to them.
     *
     * @param values those that it set, or that turned out to be local
     * @param gone names that are in the store from now on, or removed
     */
    public synchronized void change(
            String handle, @Nullable SessionId storedId, Map<String, Object> values, Set<String> gone) {
        if (values.isEmpty() && (sessions.isEmpty() || gone.isEmpty() && storedId == null)) {
            return;
        }
        var before = sessions.getOrDefault(handle, Kept.NOTHING);
        var after = new HashMap<>(before.values());
        after.keySet().removeAll(gone);
        after.putAll(values);
        put(handle, before.at(storedId).with(after));
    }

    private void put(String handle, Kept kept) {
        if (kept.isEmpty()) {
            sessions.remove(handle);
        } else {
            sessions.put(handle, kept);
            evict();
        }
    }

    /** Returns the container's user of a session, if the store cannot hold it. */
    public synchronized @Nullable Principal principalOf(String handle) {
        return sessions.isEmpty()
                ? null
                : sessions.getOrDefault(handle, Kept.NOTHING).principal();
    }

    /** @param principal null if the store has it, or if there is none */
    public synchronized void keepPrincipal(String handle, SessionId storedId, @Nullable Principal principal) {
        if (principal != null || !sessions.isEmpty()) {
            put(handle, sessions.getOrDefault(handle, Kept.NOTHING).at(storedId).with(principal));
        }
    }

    /** Logs each name once. */
    public void logOnce(Map<String, NotStorableException> reasons) {
        reasons.forEach((name, reason) -> {
            if (isFirst(name)) {
                logOnce(name, reason);
            }
        });
    }

    private synchronized boolean isFirst(String name) {
        return logged.size() < MOST_NAMES && logged.add(name);
    }

    private static void logOnce(String name, NotStorableException reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                reason.isTransient()
                        ? "The session attribute ''{0}'' was not saved: another thread kept changing it ({1}: {2})."
                                + " The next request that uses it"
                                + " tries again. Change it in requests only, or set a copy. Logged once for each"
                                + " attribute."
                        : "The session attribute ''{0}'' stays on this node, and other nodes do not have it: {1}:"
                                + " {2}. Make that Serializable or"
                                + " transient, or set unserializable to refuse. Logged once for each attribute (JMX:"
                                + " localAttributes).",
                Printable.name(name),
                Printable.path(reason.path(Printable.name(name))),
                reason.reason());
    }

    private void evict() {
        if (sessions.size() <= mostSessions) {
            return;
        }
        var oldest = sessions.entrySet().iterator();
        oldest.next();
        oldest.remove();
        if (!loggedFull) {
            loggedFull = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "More than {0} sessions have attributes that stay on this node, since they cannot be serialized."
                            + " The least recently used"
                            + " sessions lose these attributes. Make them Serializable, or raise localSessions.",
                    mostSessions);
        }
    }

    /** Drops attributes that another node has set since, and notifies those that are binding listeners. */
    public void supersede(LocalOwner session, Set<String> names) {
        var handle = session.handle();
        var old = new HashMap<>(of(handle));
        old.keySet().retainAll(names);
        change(handle, null, Map.of(), names);
        old.forEach((name, value) -> notifyUnbound(session, name, value));
    }

    /** Forgets a session that has ended and whose listeners were notified. */
    public synchronized void forget(String handle) {
        if (!sessions.isEmpty()) {
            sessions.remove(handle);
        }
    }

    /** Drops the attributes of a session that ended on another node, and notifies those that are binding listeners. */
    public void end(LocalOwner ended) {
        Kept kept;
        synchronized (this) {
            kept = sessions.isEmpty() ? null : sessions.remove(ended.handle());
        }
        if (kept != null) {
            kept.values().forEach((name, value) -> notifyUnbound(ended, name, value));
        }
    }

    private static void notifyUnbound(LocalOwner session, String name, Object value) {
        if (!(value instanceof HttpSessionBindingListener listener)) {
            return;
        }
        try {
            listener.valueUnbound(new HttpSessionBindingEvent(session.getSession(), name, value));
        } catch (Throwable e) {
            ExceptionUtils.handleThrowable(e);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The session attribute " + Printable.name(name) + " of " + value.getClass()
                            + " threw when it was notified of its session's end. The session has ended all the same.",
                    e);
        }
    }

    /** Returns the ids of the sessions in the store, by handle. */
    public synchronized Map<String, SessionId> storedIds() {
        var storedIds = new HashMap<String, SessionId>();
        sessions.forEach((handle, kept) -> {
            if (kept.storedId() != null) {
                storedIds.put(handle, kept.storedId());
            }
        });
        return storedIds;
    }

    /** Records that the session has another id now. */
    public synchronized void moved(String handle, SessionId storedId) {
        var kept = sessions.get(handle);
        if (kept != null) {
            sessions.put(handle, kept.at(storedId));
        }
    }

    public synchronized void clear() {
        sessions.clear();
    }

    /** Returns how many attributes there are. */
    public synchronized int size() {
        return sessions.values().stream().mapToInt(each -> each.values().size()).sum();
    }

    /** Returns the same by attribute name and class. */
    public synchronized Map<String, Integer> byName() {
        var names = new TreeMap<String, Integer>();
        sessions.values().forEach(kept -> kept.values()
                .forEach((name, value) -> names.merge(
                        Printable.name(name) + " (" + value.getClass().getName() + ")", 1, Integer::sum)));
        return names;
    }
}
