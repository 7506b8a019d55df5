package org.vedfolnir.session.store;

import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.diagnosis.StoreDiagnostics;

/** A store of one application, which provides its ports. Safe for use by many threads. */
public interface Store extends AutoCloseable {

    /** Opens, saves and ends sessions. */
    SessionStore sessions();

    /** Counts and lists sessions. */
    SessionIndex index();

    /** Locates sessions. */
    SessionPlacement placement();

    /** Reads values that other programs wrote at sessions' keys. */
    default ForeignSessions foreignSessions() {
        return ForeignSessions.NONE;
    }

    /** Stores the single sign-ons of all applications. */
    SignOnStore signOns();

    /** Throttles attempts, in all applications. */
    Throttle throttle();

    /** Returns the recorded events. */
    EventFeed events();

    /** Shares data with the other nodes. */
    default NodeRegistry nodes() {
        return NodeRegistry.ALONE;
    }

    /** Diagnoses the store. */
    default StoreDiagnostics diagnostics() {
        return StoreDiagnostics.NONE;
    }

    /** Records an event that does not belong to a change. */
    void record(NewEvent event);

    /**
     * Returns the store's clock, ms since 1970, with the precision of a round trip. Costs a round trip only until the
     * store has answered for the first time.
     */
    long now();

    /**
     * Notifies the listener of all changes from now on until it is closed, as far as it can; the diagnosis reports if
     * it cannot. Call at most once.
     */
    default void subscribe(ChangeListener listener) {
        // a store without notifications: no copy is ever trusted
    }

    @Override
    void close();
}
