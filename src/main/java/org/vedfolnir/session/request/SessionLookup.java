package org.vedfolnir.session.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.Access;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.SessionVisit;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Determines the session of a request: it asks the store once, and remembers the result, including "none". The first
 * lookup decides which id the request means ({@link RequestedSessionId}). Used by one thread at a time.
 */
public final class SessionLookup {

    private final RequestScope scope;
    private final SessionRuntime runtime;
    private @Nullable HttpServletRequest http;
    private boolean onlyReads;
    private boolean passive;
    private boolean peeking;
    private boolean decided;
    private @Nullable RequestedSessionId decision;
    private @Nullable SessionVisit session;
    private @Nullable SessionVisit peeked;
    private @Nullable String missing;

    SessionLookup(RequestScope scope, SessionRuntime runtime) {
        this.scope = scope;
        this.runtime = runtime;
    }

    /** Sets the current request: Tomcat's own, or the one that listeners and filters get. */
    void of(HttpServletRequest request) {
        http = request;
        onlyReads |= isSafe(request.getMethod());
        passive |= runtime.opener().isPassive(request);
        if (!(request instanceof Request tomcats)) {
            return;
        }
        if (decision != null) {
            decision.storeIn(tomcats);
        } else if (!decided) {
            decision = RequestedSessionId.storedIn(tomcats);
            decided = decision != null;
        }
    }

    /** Null if another application dispatched the request. */
    @Nullable
    HttpServletRequest request() {
        return http;
    }

    /** Whether HTTP defines the method as safe: its sender intends no change. RFC 9110 §9.2.1. */
    private static boolean isSafe(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    /** Takes over lookups by a valve of the host or the engine before the scope. */
    void takeOver(EarlyLookups early, HttpServletRequest request) {
        takeOver(early.decision());
        early.outage().ifPresent(scope::failedEarly);
        var id = request.getRequestedSessionId();
        var given = early.given();
        // otherwise the record belongs to an earlier request
        if (given != null && id != null && HeldSession.isHeld(given, scope.scopes(), request)) {
            joinOrDetach(given, id);
        }
    }

    /** The decision came from the cookies that the connector had looked up; it holds if the request's cookies are the same. */
    private void takeOver(@Nullable RequestedSessionId early) {
        if (early != null && http != null && early.candidates().equals(RequestedSessionId.candidates(runtime, http))) {
            decision = early;
            decided = true;
        }
    }

    private void joinOrDetach(SessionVisit held, String requested) {
        if (held.isOf(resolve(requested))) {
            session = held;
        } else {
            held.detach();
        }
    }

    /** An asynchronous dispatch, and an error page, use the session that the request has now. */
    void joinHeld(HttpServletRequest request) {
        var held = session == null ? held(request) : null;
        if (held != null) {
            session = held;
        }
    }

    private @Nullable SessionVisit held(HttpServletRequest request) {
        var tomcats = scope.request();
        return tomcats == null ? HeldSession.behind(scope.scopes(), request) : HeldSession.of(scope.scopes(), tomcats);
    }

    /** Uses {@link #heldNow} from now on. */
    void takeHeld() {
        session = heldNow();
    }

    /** Only Tomcat's request knows a session that was created on a thread without a scope. */
    @Nullable
    SessionVisit heldNow() {
        var tomcats = scope.request();
        if (tomcats == null || session != null && session.isValid()) {
            return session;
        }
        var held = HeldSession.of(scope.scopes(), tomcats);
        return held == null ? session : held;
    }

    /** Null if there is none, or if it was only peeked at. */
    @Nullable
    SessionVisit session() {
        return session;
    }

    public void created(SessionVisit begun) {
        session = begun;
    }

    /** Tomcat's request leaves its session; one that was only looked up was never its own. */
    void leave() {
        if (session != null && !session.isTaken()) {
            session.leave();
        }
    }

    /**
     * Returns the session of an id that Tomcat looks up; null if there is none. At most one round trip for each
     * request, whatever the result.
     */
    public @Nullable SessionVisit find(String requested) {
        if (session != null && session.isOf(known(requested))) {
            return session.isValid() ? session : null;
        }
        if (scope.isIn(RequestScope.Stage.PEEKING) || requested.equals(missing)) {
            return null;
        }
        if (!scope.isIn(RequestScope.Stage.STARTING)) {
            scope.throwEarlyOutage();
        }
        var id = resolve(requested);
        if (id == null || id.equals(missing)) {
            return null;
        }
        return peeking ? peek(id) : join(id);
    }

    /** The id that is meant, if that is decided. */
    private @Nullable String known(String id) {
        return decision == null ? id : decision.resolve(id);
    }

    private @Nullable String resolve(String id) {
        return query(() -> {
            decide(id);
            return known(id);
        });
    }

    private void decide(String id) {
        if (!decided && http != null && RequestedSessionId.isFromCookie(http, id)) {
            decision = RequestedSessionId.decide(runtime, RequestedSessionId.candidates(runtime, http), id);
            decided = true;
            if (decision != null && http instanceof Request tomcats) {
                decision.storeIn(tomcats);
            }
        }
    }

    private @Nullable SessionVisit join(String id) {
        var found = query(() -> runtime.opener().open(id, scope, access()));
        if (found != null) {
            session = found;
            scope.nameUser();
        } else if (!scope.hasFailedEarly()) {
            missing = id;
        }
        return found;
    }

    /** A request that changes nothing may use a trusted copy; any other must start from the stored version. */
    private Access access() {
        if (passive) {
            return Access.PEEK;
        }
        return onlyReads ? Access.READ : Access.USE;
    }

    private @Nullable SessionVisit peek(String id) {
        if (peeked == null || !peeked.isOf(id)) {
            peeked = query(() -> runtime.opener().peek(id));
        }
        return peeked;
    }

    /**
     * Peeking at a session does not use it: its end does not move, and the request does not join it. Servlet 6.0 §7.6.
     */
    boolean whilePeeking(BooleanSupplier question) {
        peeking = true;
        try {
            return question.getAsBoolean();
        } finally {
            peeking = false;
        }
    }

    /** While the request starts, a 503 is not possible: a lookup then returns none, and a later one throws the outage. */
    private <T> @Nullable T query(Supplier<@Nullable T> store) {
        try {
            return scope.hasFailedEarly() ? null : store.get();
        } catch (StoreUnavailableException e) {
            if (scope.isIn(RequestScope.Stage.STARTING)) {
                scope.failedEarly(e);
                return null;
            }
            scope.failed(e);
            if (scope.isHeard()) {
                throw e;
            }
            return null; // a listener of the end or a valve of the host: the response becomes a 503 when it is sent
        }
    }

    /** Returns the id that a new session gets if Tomcat offers {@code id}. */
    public String offered(String id) {
        return decision == null ? id : decision.offered(id);
    }

    /** Returns the id that the request means; null if there is none. */
    public @Nullable String requestedId() {
        settleRequestedId();
        return tomcatsId();
    }

    /** Makes Tomcat's request return the id that is meant. */
    void settleRequestedId() {
        var id = tomcatsId();
        if (id != null) {
            resolve(id);
        }
    }

    /** Does so before other threads get Tomcat's request, since they read the id outside of this scope. */
    void settleForOtherThreads() {
        var id = tomcatsId();
        if (id != null && scope.hasFailedEarly() && takesTheStore(id)) {
            scope.throwEarlyOutage();
        }
        settleRequestedId();
    }

    private @Nullable String tomcatsId() {
        var tomcats = scope.request();
        return tomcats == null ? null : tomcats.getRequestedSessionId();
    }

    /** Whether only the store can decide which id is meant. */
    private boolean takesTheStore(String id) {
        return !decided
                && http != null
                && RequestedSessionId.isFromCookie(http, id)
                && RequestedSessionId.candidates(runtime, http).size() > 1;
    }
}
