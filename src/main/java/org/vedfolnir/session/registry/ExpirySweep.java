package org.vedfolnir.session.registry;

import java.util.List;
import java.util.Optional;
import org.apache.tomcat.util.ExceptionUtils;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.log.LogContext;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** Ends expired sessions, and notifies their listeners; only one node notifies those of a session. */
public final class ExpirySweep {

    private static final System.Logger LOG = System.getLogger(ExpirySweep.class.getName());
    /** Redis does nothing else while it ends them; other clients may wait for at most one millisecond. */
    private static final int AT_ONCE = 25;

    private final SessionRuntime runtime;
    private final Store store;
    private final SessionEngine engine;

    public ExpirySweep(SessionRuntime runtime, Store store, SessionEngine engine) {
        this.runtime = runtime;
        this.store = store;
        this.engine = engine;
    }

    public void run() {
        try {
            List<ExpiredSession> expired;
            do {
                expired = store.sessions().expire(AT_ONCE, this::event);
                expired.forEach(each -> LogContext.about(each.id(), () -> notifyListeners(each)));
            } while (!expired.isEmpty());
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "Expired sessions were not ended: {0}", e.getMessage());
        }
        new EndedSessionCleanup(runtime).checkApplicationAttributes();
    }

    /** Repairs users' indexes after a failover, which may have lost entries. */
    public void renewIndexes() {
        try {
            store.index().renew((id, stored) -> engine.read(id, stored).flatMap(this::owner));
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "Users' indexes were not repaired: {0}", e.getMessage());
        }
    }

    private Optional<SessionOwner> owner(SessionDocument document) {
        return Optional.ofNullable(runtime.components().values().userOf(document))
                .map(user -> new SessionOwner(user, document.idle(), document.until()));
    }

    private NewEvent event(ExpiredSession expired) {
        var document = engine.read(expired.id(), expired.document());
        var handle = document.map(SessionDocument::handle).orElse(null);
        var event = runtime.events()
                .event(
                        new SessionEvent.Ended(EndReason.EXPIRED),
                        handle,
                        document.map(runtime.components().values()::userOf).orElse(null));
        // a failover may restore the session, which then expires again: both are the same event, whichever node writes
        // it
        return handle == null ? event : new NewEvent("expired:" + handle, 1, event.event(), event.context());
    }

    /** The store has given these sessions to this node only: if the listener of one throws, the others must still be notified. */
    private void notifyListeners(ExpiredSession expired) {
        try {
            fireEnd(expired);
        } catch (Throwable e) {
            ExceptionUtils.handleThrowable(e);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A listener threw when it was notified of the end of " + expired.id()
                            + ". The session has ended all the same.",
                    e);
        }
    }

    private void fireEnd(ExpiredSession expired) {
        engine.forget(expired.id());
        engine.read(expired.id(), expired.document()).ifPresent(document -> new VedfolnirSession(
                        runtime, expired.id(), document, document.lastActivity().toEpochMilli())
                .ending()
                .expiredInStore(engine.parts().values(document, expired.parts())));
    }
}
