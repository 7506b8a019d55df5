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
    private @Nullable Request request;
    private final @Nullable RequestScope outer;
    private boolean deferred;
    private boolean inApplication;
    private boolean starting;
    private @Nullable VedfolnirSession session;
    private @Nullable String missing;
    private @Nullable StoreUnavailableException outage;
    private @Nullable StoreUnavailableException earlyOutage;

    private RequestScope(VedfolnirSessionManager manager, @Nullable Request request, @Nullable RequestScope outer) {
        this.manager = manager;
        this.request = request;
        this.outer = outer;
    }

    /**
     * Opens a scope at the very beginning of a request. One that is on the thread already is left from a request that was stopped before
     * the valve, and is replaced; unless the valve has it: a FORM login tells the listeners of its forward as of a new request.
     */
    static void begin(VedfolnirSessionManager manager) {
        var known = current(manager);
        if (known == null || known.starting) {
            var scope = new RequestScope(manager, null, null);
            scope.starting = true;
            CURRENT.set(scope);
        }
    }

    /** Closes a scope that was begun and never came to the valve, which closes its own. */
    static void abandon(VedfolnirSessionManager manager) {
        var known = current(manager);
        if (known != null && known.starting) {
            known.exit();
        }
    }

    /** The scope that the request began with; else a new one. A request that crosses into another context has one inside the other. */
    static RequestScope enter(VedfolnirSessionManager manager, @Nullable Request request) {
        var scope = CURRENT.get();
        if (scope == null || scope.manager != manager || !scope.starting) {
            scope = new RequestScope(manager, null, scope);
            CURRENT.set(scope);
        }
        scope.starting = false;
        scope.request = request;
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
        inApplication = true;
    }

    boolean inApplication() {
        return inApplication;
    }

    @Nullable
    Request request() {
        return request;
    }

    @Nullable
    VedfolnirSession find(String id) throws IOException {
        if (session != null && id.equals(session.getIdInternal())) {
            return session.isValid() ? session : null;
        }
        if (deferred || id.equals(missing)) {
            return null;
        }
        if (earlyOutage != null && !starting) {
            outage = earlyOutage;
            throw earlyOutage;
        }
        var found = open(id);
        if (found != null) {
            session = found;
        } else if (earlyOutage == null) {
            missing = id;
        }
        return found;
    }

    /** While the request starts, nobody can answer 503 yet: who asks then gets none, and who asks later gets the outage. */
    private @Nullable VedfolnirSession open(String id) {
        try {
            return earlyOutage == null ? manager.open(id, this) : null;
        } catch (StoreUnavailableException e) {
            if (starting) {
                earlyOutage = e;
                return null;
            }
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
