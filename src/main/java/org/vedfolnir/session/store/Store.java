package org.vedfolnir.session.store;

import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.diagnosis.StoreDiagnostics;

/** A store of one application: hands out its ports. Safe for use by many threads. */
public interface Store extends AutoCloseable {

    /** The sessions. */
    SessionStore sessions();

    /** Which sessions there are. */
    SessionIndex index();

    /** Where they lie. */
    SessionPlacement placement();

    /** What others wrote in the place of sessions. */
    default ForeignSessions foreignSessions() {
        return ForeignSessions.NONE;
    }

    /** The single sign-ons of all applications. */
    SignOnStore signOns();

    /** What is tried too often, in all applications. */
    Throttle throttle();

    /** The events that were recorded. */
    EventFeed events();

    /** The other nodes. */
    default NodeRegistry nodes() {
        return NodeRegistry.ALONE;
    }

    /** How the store does. */
    default StoreDiagnostics diagnostics() {
        return StoreDiagnostics.NONE;
    }

    /** Records an event that belongs to no change. */
    void record(NewEvent event);

    /**
     * The store's clock, ms since 1970, as exact as a round trip is short. Costs a round trip only while the store has not answered
     * anything yet.
     */
    long now();

    /** Tells of every change from now on until it is closed, as far as it can; the diagnosis notes when it cannot. Once at most. */
    default void follow(ChangeListener listener) {
        // a store that cannot tell: no copy is ever trusted
    }

    @Override
    void close();
}
