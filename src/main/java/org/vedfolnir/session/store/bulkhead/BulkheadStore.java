package org.vedfolnir.session.store.bulkhead;

import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.ChangeListener;
import org.vedfolnir.session.store.ForeignSessions;
import org.vedfolnir.session.store.NodeRegistry;
import org.vedfolnir.session.store.SessionIndex;
import org.vedfolnir.session.store.SessionPlacement;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.SignOnStore;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.Throttle;
import org.vedfolnir.session.store.diagnosis.StoreDiagnostics;
import org.vedfolnir.session.store.meter.MeteredSessionStore;
import org.vedfolnir.session.store.meter.StoreMeter;

/**
 * A store whose ports share one {@link Bulkhead}, and that counts what happens to sessions. Background threads are not limited.
 * Thread-safe.
 */
public final class BulkheadStore implements Store {

    private final Store store;
    private final Bulkhead bulkhead;
    private final SessionStore sessions;
    private final SessionIndex index;
    private final SessionPlacement placement;
    private final ForeignSessions foreignSessions;
    private final SignOnStore signOns;
    private final Throttle throttle;
    private final NodeRegistry nodes;

    /**
     * @param most maximum number of threads that wait for the store at once
     * @param meter counts a rejection like any other failure
     */
    public BulkheadStore(Store store, int most, StoreMeter meter) {
        this.store = store;
        this.bulkhead = new Bulkhead(most);
        this.sessions = new MeteredSessionStore(new BulkheadSessionStore(store.sessions(), bulkhead), meter);
        this.index = new BulkheadSessionIndex(store.index(), bulkhead);
        this.placement = new BulkheadSessionPlacement(store.placement(), bulkhead);
        this.foreignSessions = new BulkheadForeignSessions(store.foreignSessions(), bulkhead);
        this.signOns = new BulkheadSignOnStore(store.signOns(), bulkhead);
        this.throttle = new BulkheadThrottle(store.throttle(), bulkhead);
        this.nodes = new BulkheadNodeRegistry(store.nodes(), bulkhead);
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public SessionIndex index() {
        return index;
    }

    @Override
    public SessionPlacement placement() {
        return placement;
    }

    @Override
    public ForeignSessions foreignSessions() {
        return foreignSessions;
    }

    @Override
    public SignOnStore signOns() {
        return signOns;
    }

    @Override
    public Throttle throttle() {
        return throttle;
    }

    @Override
    public NodeRegistry nodes() {
        return nodes;
    }

    /** Not limited: runs in the background. */
    @Override
    public EventFeed events() {
        return store.events();
    }

    /** Not limited: runs in the background. */
    @Override
    public StoreDiagnostics diagnostics() {
        return store.diagnostics();
    }

    @Override
    public void record(NewEvent event) {
        bulkhead.run(() -> store.record(event));
    }

    /** Not limited: costs no round trip once the store has answered. */
    @Override
    public long now() {
        return store.now();
    }

    @Override
    public void subscribe(ChangeListener listener) {
        store.subscribe(listener);
    }

    @Override
    public void close() {
        store.close();
    }
}
