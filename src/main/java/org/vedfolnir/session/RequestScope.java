package org.vedfolnir.session;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.StoreUnavailableException;

/**
 * One request on its thread: which session it has opened, so that it asks the store once; and whether the store failed, so that
 * the answer is 503 whatever the application made of the exception. Used by one thread at a time.
 */
final class RequestScope {

    private static final ThreadLocal<RequestScope> CURRENT = new ThreadLocal<>();

    private final VedfolnirSessionManager manager;
    private final @Nullable Request request;
    private final @Nullable RequestScope outer;
    private boolean deferred;
    private @Nullable VedfolnirSession session;
    private @Nullable String missing;
    private @Nullable StoreUnavailableException outage;

    private RequestScope(VedfolnirSessionManager manager, @Nullable Request request, @Nullable RequestScope outer) {
        this.manager = manager;
        this.request = request;
        this.outer = outer;
    }

    /** Opens a scope on this thread; a request that crosses into another context has one inside the other. */
    static RequestScope enter(VedfolnirSessionManager manager, @Nullable Request request) {
        var scope = new RequestScope(manager, request, CURRENT.get());
        CURRENT.set(scope);
        return scope;
    }

    /** The scope of this manager on this thread; null outside of its requests. */
    static @Nullable RequestScope current(VedfolnirSessionManager manager) {
        var scope = CURRENT.get();
        return scope != null && scope.manager == manager ? scope : null;
    }

    void exit() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    /** Until the application is reached, nobody sees a session: Tomcat's authenticator asks for one on every request. */
    void defer() {
        deferred = true;
    }

    void reachApplication() {
        deferred = false;
    }

    @Nullable
    Request request() {
        return request;
    }

    @Nullable
    VedfolnirSession find(String id) throws IOException {
        if (deferred || id.equals(missing)) {
            return null;
        }
        if (session != null && id.equals(session.getIdInternal())) {
            return session.isValid() ? session : null;
        }
        var found = open(id);
        if (found == null) {
            missing = id;
        } else {
            session = found;
        }
        return found;
    }

    private @Nullable VedfolnirSession open(String id) {
        try {
            return manager.open(id, this);
        } catch (StoreUnavailableException e) {
            outage = e;
            throw e;
        }
    }

    void created(VedfolnirSession session) {
        this.session = session;
    }

    @Nullable
    VedfolnirSession session() {
        return session;
    }

    @Nullable
    StoreUnavailableException outage() {
        return outage;
    }

    void failed(StoreUnavailableException outage) {
        this.outage = outage;
    }

    /** Saves what this request changed; must come before the first byte that could let the client go on. */
    void commit() {
        if (outage != null) {
            throw outage;
        }
        if (session != null) {
            try {
                session.commit();
            } catch (StoreUnavailableException e) {
                outage = e;
                throw e;
            }
        }
    }
}
