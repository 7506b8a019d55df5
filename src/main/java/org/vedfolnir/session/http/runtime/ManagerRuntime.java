package org.vedfolnir.session.http.runtime;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.digest.Digests;
import org.vedfolnir.session.engine.OverwrittenChanges;
import org.vedfolnir.session.local.ContainerAttributes;
import org.vedfolnir.session.local.ContainerListeners;
import org.vedfolnir.session.local.LocalAttributes;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.meter.StoreMeters;

/**
 * What the live sessions of one manager share and that knows no session, for as long as there is the manager. What takes a store is there from
 * its start to its stop. Thread-safe.
 */
public abstract class ManagerRuntime {

    private final SessionPersistence persistence = new SessionPersistence(this);
    private final ContainerListeners containerListeners = new ContainerListeners();
    private final ContainerAttributes containerAttributes = new ContainerAttributes();
    private final OverwrittenChanges overwrittenChanges = new OverwrittenChanges();
    private final LongAdder droppedAttributes = new LongAdder();
    private final LongAdder unavailableResponses = new LongAdder();
    private final StoreMeters meters = new StoreMeters();
    private volatile @Nullable SessionComponents components;
    private volatile @Nullable RunningStore running;

    /** From here on the store is there. */
    protected void begin(SessionComponents nowComponents, RunningStore nowRunning) {
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

    /** The store failed for the request of the current thread, if there is one. */
    protected abstract void failed(StoreUnavailableException failure);

    public SessionPersistence persistence() {
        return persistence;
    }

    public String application() {
        return components().events().application();
    }

    public EventFactory events() {
        return components().events();
    }

    /**
     * Where the store keeps the session of an id.
     *
     * @param isCrossed whether a request has crossed into this application under that id: then the session lies under an id of its own
     */
    public SessionId place(String id, boolean isCrossed) {
        var own = isCrossed ? Digests.base64OfSha256("vedfolnir crossing\n" + application() + "\n" + id) : id;
        return running().ids().stored(own);
    }

    /** The container's own listeners of sessions, on this node. */
    public ContainerListeners containerListeners() {
        return containerListeners;
    }

    /** Attributes of the container's own that this node keeps. */
    public ContainerAttributes containerAttributes() {
        return containerAttributes;
    }

    /** Attributes of the application that this node keeps. */
    public LocalAttributes localAttributes() {
        return components().localAttributes();
    }

    public OverwrittenChanges overwrittenChanges() {
        return overwrittenChanges;
    }

    /** How many attributes this node found that it could not decode, each once for its session. */
    public LongAdder droppedAttributes() {
        return droppedAttributes;
    }

    /** How many requests of this node were answered 503, since the store failed. */
    public LongAdder unavailableResponses() {
        return unavailableResponses;
    }

    /** What the store costs and does, from the creation of the manager on. */
    public StoreMeters meters() {
        return meters;
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

    /** @throws IllegalStateException where it is null, since the manager is not started */
    protected static <T> T started(@Nullable T known) {
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
