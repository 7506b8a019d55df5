package org.vedfolnir.session.request;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.connector.Request;
import org.apache.catalina.session.ManagerBase;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.http.CurrentRequests;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.SessionVisit;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.store.SessionId;

/**
 * The scopes of one manager's requests. A thread has the scope of the request that it serves, and outside of it those
 * of the applications that dispatched to it. Thread-safe.
 */
public final class RequestScopes implements CurrentRequests {

    private static final ThreadLocal<@Nullable RequestScope> CURRENT = new ThreadLocal<>();

    private final SessionRuntime runtime;
    private final RequestScope peeking;

    public RequestScopes(ManagerBase manager) {
        this.runtime = new SessionRuntime(manager, this);
        this.peeking = new RequestScope(this, RequestScope.Stage.PEEKING, null);
    }

    public SessionRuntime runtime() {
        return runtime;
    }

    /** Returns a scope of no request, in which every lookup returns "none". Immutable. */
    RequestScope peeking() {
        return peeking;
    }

    /** Returns this thread's scope, of any manager; null if there is none. */
    static @Nullable RequestScope top() {
        return CURRENT.get();
    }

    /** @param scope null for none */
    static void set(@Nullable RequestScope scope) {
        if (scope == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(scope);
        }
    }

    /** Whether the filter or the valve of a request on this thread still handles failures of this manager. */
    boolean isAnyHeard() {
        for (var scope = CURRENT.get(); scope != null; scope = scope.outer()) {
            if (scope.scopes() == this && scope.isHeard()) {
                return true;
            }
        }
        return false;
    }

    /** Whether this thread serves a request, of any manager. */
    static boolean anyOnThisThread() {
        return CURRENT.get() != null;
    }

    @Override
    public @Nullable RequestScope current() {
        var scope = CURRENT.get();
        return scope != null && scope.scopes() == this ? scope : null;
    }

    @Override
    public @Nullable SessionVisit crossing(String id) {
        for (var scope = CURRENT.get(); scope != null; scope = scope.outer()) {
            var session = scope.scopes() == this ? null : scope.session();
            if (session != null && session.isValid() && id.equals(session.getIdInternal())) {
                return session;
            }
        }
        return null;
    }

    /**
     * Opens a scope at the very start of a request. A scope that is already on the thread belongs to a request that was
     * stopped before the valve, and is replaced, unless it is in the valve: the forward of a FORM login notifies
     * listeners like a new request.
     */
    void begin(ServletRequest request) {
        var known = current();
        if (known == null || !known.isIn(RequestScope.Stage.RUNNING)) {
            leaveStale();
            var scope = new RequestScope(this, RequestScope.Stage.STARTING, null);
            CURRENT.set(scope);
            var early = EarlyLookups.take(this);
            if (request instanceof HttpServletRequest http) {
                scope.begin(http, early);
            }
        }
    }

    /**
     * For the valve: returns the scope with which the request started, otherwise a new one. Any other on the thread
     * belongs to a request that is over.
     */
    RequestScope enter(Request request) {
        EarlyLookups.drop();
        var scope = current();
        if (scope == null || !scope.isIn(RequestScope.Stage.STARTING)) {
            leaveStale();
            scope = new RequestScope(this, RequestScope.Stage.RUNNING, null);
            CURRENT.set(scope);
        }
        scope.run(request);
        return scope;
    }

    /** For a dispatch that passes no valve: opens a scope inside of the one that is on the thread, if any. */
    RequestScope enterDispatch(HttpServletRequest request) {
        var outer = CURRENT.get();
        var scope = new RequestScope(this, RequestScope.Stage.RUNNING, outer);
        if (outer != null) {
            outer.encloses(scope);
        }
        CURRENT.set(scope);
        if (outer == null) { // otherwise it has the dispatching session's id, not that of its cookies
            scope.lookup().of(request);
        }
        return scope;
    }

    /**
     * Returns the scope to close at a request's end: one that has passed the valve, or never reached it. Null if it is
     * in the valve.
     */
    @Nullable
    RequestScope ending() {
        var known = current();
        return known == null || known.isIn(RequestScope.Stage.RUNNING) ? null : known;
    }

    /** Returns the session of this thread's request if it belongs to that single sign-on, otherwise null. */
    public static @Nullable VedfolnirSession session(SessionId signOn) {
        var scope = CURRENT.get();
        var session = scope == null ? null : scope.session();
        return session != null
                        && session.isValid()
                        && signOn.equals(session.session().signOn().id())
                ? session.session()
                : null;
    }

    /** The request is over, however it was stopped. */
    static void clear() {
        if (CURRENT.get() != null) {
            leaveStale();
            CURRENT.remove();
        }
    }

    private static void leaveStale() {
        for (var scope = CURRENT.get(); scope != null; scope = scope.outer()) {
            scope.lookup().leave();
        }
    }
}
