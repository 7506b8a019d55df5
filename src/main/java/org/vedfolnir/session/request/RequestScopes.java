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
 * The scopes of one manager's requests. A thread has the one of the request that it serves, and behind that those from which the request has
 * crossed into another application. Thread-safe.
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

    /** Of no request: whoever asks in it is answered "none". Holds nothing that changes. */
    RequestScope peeking() {
        return peeking;
    }

    /** Of whichever manager; null for none. */
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

    /** Whether the filter or the valve of a request on this thread still hears of a failure of this manager's. */
    boolean isAnyHeard() {
        for (var scope = CURRENT.get(); scope != null; scope = scope.outer()) {
            if (scope.scopes() == this && scope.isHeard()) {
                return true;
            }
        }
        return false;
    }

    /** Whether this thread is inside of a request, of whichever manager. */
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
     * Opens a scope at the very beginning of a request. One that is on the thread already is left from a request that was stopped before
     * the valve, and is replaced; unless the valve has it: a FORM login tells the listeners of its forward as of a new request.
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

    /** For the valve: the scope that the request began with, else a new one. Any other on the thread is left from a request that is over. */
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

    /** For a dispatch that passes no valve: inside of the scope that is on the thread, if any. */
    RequestScope enterDispatch(HttpServletRequest request) {
        var outer = CURRENT.get();
        var scope = new RequestScope(this, RequestScope.Stage.RUNNING, outer);
        if (outer != null) {
            outer.encloses(scope);
        }
        CURRENT.set(scope);
        if (outer == null) { // else it crossed, with the id of the session that it comes from, whatever its cookies say
            scope.lookup().of(request);
        }
        return scope;
    }

    /** The scope to close when a request ends: one that has passed the valve, or never came to it. Null while the valve has it. */
    @Nullable
    RequestScope ending() {
        var known = current();
        return known == null || known.isIn(RequestScope.Stage.RUNNING) ? null : known;
    }

    /** The session of this thread's request that belongs to a single sign-on; null when it does not, or there is none. */
    public static @Nullable VedfolnirSession session(SessionId signOn) {
        var scope = CURRENT.get();
        var session = scope == null ? null : scope.session();
        return session != null
                        && session.isValid()
                        && signOn.equals(session.session().signOn().id())
                ? session.session()
                : null;
    }

    /** The request is over, whatever stopped it on its way. */
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
