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
 * What the live sessions of one manager share, apart from sessions themselves, for the manager's whole life. Parts that
 * need the store exist from its start to its stop. Thread-safe.
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

    /** The store is available from here on. */
    protected void begin(SessionComponents nowComponents, RunningStore nowRunning) {
        components = nowComponents;
        running = nowRunning;
    }

    /** The store is no longer available. */
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
     * Returns the stored id of a session.
     *
     * @param isCrossed whether another application dispatched a request with that id to this one: then the session
     *     has a stored id of its own
     */
    public SessionId place(String id, boolean isCrossed) {
        var own = isCrossed ? Digests.base64OfSha256("vedfolnir crossing\n" + application() + "\n" + id) : id;
        return running().ids().stored(own);
    }

    /** Listeners that the container added to sessions, on this node. */
    public ContainerListeners containerListeners() {
        return containerListeners;
    }

    /** Attributes of the container that stay on this node. */
    public ContainerAttributes containerAttributes() {
        return containerAttributes;
    }

    /** Attributes of the application that stay on this node. */
    public LocalAttributes localAttributes() {
        return components().localAttributes();
    }

    public OverwrittenChanges overwrittenChanges() {
        return overwrittenChanges;
    }

    /** How many attributes this node could not decode, each counted once for its session. */
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

    /** @throws IllegalStateException if the value is null, because the manager is not started */
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
