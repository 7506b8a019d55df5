package org.vedfolnir.session.http;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.session.ManagerBase;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.OverwrittenChanges;
import org.vedfolnir.session.local.ContainerAttributes;
import org.vedfolnir.session.local.ContainerListeners;

/**
 * The live sessions of one manager and what they share, for as long as there is the manager. What takes a store is there from its start to its
 * stop. Thread-safe.
 */
public final class SessionRuntime {

    private final ManagerBase manager;
    private final CurrentRequests requests;
    private final SessionOpener opener = new SessionOpener(this);
    private final SessionPersistence persistence = new SessionPersistence(this);
    private final EndedSessionCleanup leftovers = new EndedSessionCleanup(this);
    private final ContainerListeners containerListeners = new ContainerListeners();
    private final ActiveSessions inUse = new ActiveSessions();
    private final ContainerAttributes local = new ContainerAttributes();
    private final OverwrittenChanges lostChanges = new OverwrittenChanges();
    private final LongAdder dropped = new LongAdder();
    private volatile @Nullable SessionComponents parts;
    private volatile @Nullable RunningStore serving;

    /** A manager whose sessions are ours. */
    public interface Owner {
        SessionRuntime runtime();
    }

    public SessionRuntime(ManagerBase manager, CurrentRequests requests) {
        this.manager = manager;
        this.requests = requests;
    }

    /** The runtimes of ours that serve in a container. */
    public static Stream<SessionRuntime> of(Container container) {
        if (container instanceof Context context) {
            return context.getManager() instanceof Owner ours && ours.runtime().isAvailable()
                    ? Stream.of(ours.runtime())
                    : Stream.empty();
        }
        return Arrays.stream(container.findChildren()).flatMap(SessionRuntime::of);
    }

    private boolean isAvailable() {
        return manager.getState().isAvailable();
    }

    /** From here on the store is there. */
    public void begin(SessionComponents withParts, RunningStore nowServing) {
        parts = withParts;
        serving = nowServing;
    }

    /** The store is there no more. */
    public void stop() {
        serving = null;
        local.clear();
        if (parts != null) {
            parts.localValues().clear();
        }
    }

    public ManagerBase manager() {
        return manager;
    }

    public Context context() {
        return manager.getContext();
    }

    /** The current thread's; null outside of the manager's requests. */
    @Nullable
    public CurrentRequest request() {
        return requests.current();
    }

    CurrentRequests requests() {
        return requests;
    }

    public SessionOpener opener() {
        return opener;
    }

    public SessionPersistence persistence() {
        return persistence;
    }

    public EndedSessionCleanup leftovers() {
        return leftovers;
    }

    public String application() {
        return parts().events().application();
    }

    public EventFactory events() {
        return parts().events();
    }

    public SingleSignOut signOff() {
        return new SingleSignOut(this, serving().signOns());
    }

    ContainerListeners containerListeners() {
        return containerListeners;
    }

    public ActiveSessions inUse() {
        return inUse;
    }

    /** Attributes of the container's own that this node keeps. */
    ContainerAttributes local() {
        return local;
    }

    public OverwrittenChanges lostChanges() {
        return lostChanges;
    }

    /** How many attributes this node found that it could not decode, each once for its session. */
    public LongAdder dropped() {
        return dropped;
    }

    /** Null before the first start. */
    @Nullable
    public SessionComponents partsIfAny() {
        return parts;
    }

    public SessionComponents parts() {
        return started(parts);
    }

    /** Null while the manager does not run. */
    @Nullable
    public RunningStore servingIfAny() {
        return serving;
    }

    public RunningStore serving() {
        return started(serving);
    }

    private static <T> T started(@Nullable T known) {
        if (known == null) {
            throw notStarted();
        }
        return known;
    }

    public static IllegalStateException notStarted() {
        return new IllegalStateException(
                "The session manager is not started. Its context starts it; see the log for what stopped it.");
    }
}
