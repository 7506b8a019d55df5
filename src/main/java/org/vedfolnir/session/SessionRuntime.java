package org.vedfolnir.session;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.session.ManagerBase;
import org.jspecify.annotations.Nullable;

/**
 * The live sessions of one manager and what they share, for as long as there is the manager. What takes a store is there from its start to its
 * stop. Thread-safe.
 */
final class SessionRuntime {

    private final ManagerBase manager;
    private final CurrentRequests requests;
    private final SessionOpener opener = new SessionOpener(this);
    private final SessionPersistence persistence = new SessionPersistence(this);
    private final Leftovers leftovers = new Leftovers(this);
    private final SessionListeners containerListeners = new SessionListeners();
    private final SessionsInUse inUse = new SessionsInUse();
    private final LocalAttributes local = new LocalAttributes();
    private final LostChanges lostChanges = new LostChanges();
    private final LongAdder dropped = new LongAdder();
    private volatile @Nullable SessionParts parts;
    private volatile @Nullable Serving serving;

    /** A manager whose sessions are ours. */
    interface Owner {
        SessionRuntime runtime();
    }

    SessionRuntime(ManagerBase manager, CurrentRequests requests) {
        this.manager = manager;
        this.requests = requests;
    }

    /** The runtimes of ours that serve in a container. */
    static Stream<SessionRuntime> of(Container container) {
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
    void begin(SessionParts withParts, Serving nowServing) {
        parts = withParts;
        serving = nowServing;
    }

    /** The store is there no more. */
    void stop() {
        serving = null;
        local.clear();
        if (parts != null) {
            parts.localValues().clear();
        }
    }

    ManagerBase manager() {
        return manager;
    }

    Context context() {
        return manager.getContext();
    }

    /** The current thread's; null outside of the manager's requests. */
    @Nullable
    CurrentRequest request() {
        return requests.current();
    }

    CurrentRequests requests() {
        return requests;
    }

    SessionOpener opener() {
        return opener;
    }

    SessionPersistence persistence() {
        return persistence;
    }

    Leftovers leftovers() {
        return leftovers;
    }

    String application() {
        return parts().events().application();
    }

    EventFactory events() {
        return parts().events();
    }

    SignOff signOff() {
        return new SignOff(this, serving().signOns());
    }

    SessionListeners containerListeners() {
        return containerListeners;
    }

    SessionsInUse inUse() {
        return inUse;
    }

    /** Attributes of the container's own that this node keeps. */
    LocalAttributes local() {
        return local;
    }

    LostChanges lostChanges() {
        return lostChanges;
    }

    /** How many attributes this node found that it could not decode, each once for its session. */
    LongAdder dropped() {
        return dropped;
    }

    /** Null before the first start. */
    @Nullable
    SessionParts partsIfAny() {
        return parts;
    }

    SessionParts parts() {
        return started(parts);
    }

    /** Null while the manager does not run. */
    @Nullable
    Serving servingIfAny() {
        return serving;
    }

    Serving serving() {
        return started(serving);
    }

    private static <T> T started(@Nullable T known) {
        if (known == null) {
            throw notStarted();
        }
        return known;
    }

    static IllegalStateException notStarted() {
        return new IllegalStateException(
                "The session manager is not started. Its context starts it; see the log for what stopped it.");
    }
}
