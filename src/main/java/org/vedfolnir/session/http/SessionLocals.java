package org.vedfolnir.session.http;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.NodeLocalValues;
import org.vedfolnir.session.local.LocalOwner;

/**
 * The values that only this node has of one session: attributes of the container, and those of the application that
 * cannot be stored. Thread-safe.
 */
final class SessionLocals implements NodeLocalValues {

    private final SessionRuntime runtime;
    private final LocalOwner session;
    /** Local attributes that another node has set since: they are unbound when a request enters. */
    private Set<String> superseded = Set.of();

    SessionLocals(SessionRuntime runtime, LocalOwner session) {
        this.runtime = runtime;
        this.session = session;
    }

    @Override
    public Map<String, Object> values() {
        return runtime.localAttributes().of(session.handle());
    }

    @Override
    public void superseded(Set<String> names) {
        superseded = names;
    }

    /** A request has entered the session. */
    void unbindSuperseded() {
        if (!superseded.isEmpty()) {
            runtime.localAttributes().supersede(session, superseded);
            superseded = Set.of();
        }
    }

    /** Keeps an attribute of the container. */
    void keepOfContainer(String name, Object value) {
        runtime.containerAttributes().put(session, name, value);
        var serving = runtime.runningIfAny();
        if (serving != null) {
            serving.localEnds().start();
        }
    }

    /** Returns an attribute of the container; null if there is none. */
    @Nullable
    Object ofContainer(String name) {
        return name == null ? null : runtime.containerAttributes().get(session.handle(), name);
    }

    /** @return whether the container had such an attribute */
    boolean removeOfContainer(String name) {
        return runtime.containerAttributes().remove(session, name);
    }

    /** Returns the container's principal if it cannot be stored, otherwise null. */
    @Nullable
    Principal principal() {
        return runtime.localAttributes().principalOf(session.handle());
    }

    /** The session has ended, and its listeners were notified. */
    void forget() {
        runtime.containerListeners().forget(session.handle());
        runtime.containerAttributes().end(session);
        runtime.localAttributes().forget(session.handle());
    }

    /** The session has ended on another node. */
    void endedElsewhere() {
        runtime.containerAttributes().end(session);
        runtime.localAttributes().end(session);
    }
}
