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
    private final EndedSessionCleanup endedSessionCleanup = new EndedSessionCleanup(this);
    private final ContainerListeners containerListeners = new ContainerListeners();
    private final ActiveSessions activeSessions = new ActiveSessions();
    private final ContainerAttributes containerAttributes = new ContainerAttributes();
    private final OverwrittenChanges overwrittenChanges = new OverwrittenChanges();
    private final LongAdder droppedAttributes = new LongAdder();
    private volatile @Nullable SessionComponents components;
    private volatile @Nullable RunningStore running;

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
    public void begin(SessionComponents nowComponents, RunningStore nowRunning) {
        components = nowComponents;
        running = nowRunning;
    }

    /** The store is there no more. */
    public void stop() {
        running = null;
        containerAttributes.clear();
        if (components != null) {
            components.localAttributes().clear();
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

    public EndedSessionCleanup endedSessionCleanup() {
        return endedSessionCleanup;
    }

    public String application() {
        return components().events().application();
    }

    public EventFactory events() {
        return components().events();
    }

    public SingleSignOut signOff() {
        return new SingleSignOut(this, running().signOns());
    }

    ContainerListeners containerListeners() {
        return containerListeners;
    }

    public ActiveSessions activeSessions() {
        return activeSessions;
    }

    /** Attributes of the container's own that this node keeps. */
    ContainerAttributes containerAttributes() {
        return containerAttributes;
    }

    public OverwrittenChanges overwrittenChanges() {
        return overwrittenChanges;
    }

    /** How many attributes this node found that it could not decode, each once for its session. */
    public LongAdder droppedAttributes() {
        return droppedAttributes;
    }

    /** Null before the first start. */
    @Nullable
    public SessionComponents componentsIfAny() {
        return components;
    }

    public SessionComponents components() {
        return started(components);
    }

    /** Null while the manager does not run. */
    @Nullable
    public RunningStore runningIfAny() {
        return running;
    }

    public RunningStore running() {
        return started(running);
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
