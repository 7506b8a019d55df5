package org.vedfolnir.session.http;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.NodeLocalValues;
import org.vedfolnir.session.local.LocalOwner;

/**
 * What this node alone has of one session: attributes of the container's own, and those of the application that no store can have. Thread-safe.
 */
final class SessionLocals implements NodeLocalValues {

    private final SessionRuntime runtime;
    private final LocalOwner session;
    /** Of what this node alone had, what another node has set since: here it is unbound when a request enters. */
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

    /** Keeps an attribute of the container's own. */
    void keepOfContainer(String name, Object value) {
        runtime.containerAttributes().put(session, name, value);
        var serving = runtime.runningIfAny();
        if (serving != null) {
            serving.localEnds().start();
        }
    }

    /** An attribute of the container's own; null for none. */
    @Nullable
    Object ofContainer(String name) {
        return name == null ? null : runtime.containerAttributes().get(session.handle(), name);
    }

    /** @return whether there was one of the container's own */
    boolean removeOfContainer(String name) {
        return runtime.containerAttributes().remove(session, name);
    }

    /** The principal of the container, where no store can have it. */
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
