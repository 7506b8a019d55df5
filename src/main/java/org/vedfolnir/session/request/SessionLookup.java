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
 * Which session a request has: the store is asked once, and the answer is remembered, "none" as well. Which id the request means is decided when
 * somebody first asks for the session ({@link RequestedSessionId}). Used by one thread at a time.
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

    /** From now on the request is this one: Tomcat's own, or what listeners and filters get. */
    void of(HttpServletRequest request) {
        http = request;
        onlyReads |= isSafe(request.getMethod());
        passive |= runtime.opener().isPassive(request);
        if (!(request instanceof Request tomcats)) {
            return;
        }
        if (decision != null) {
            decision.note(tomcats);
        } else if (!decided) {
            decision = RequestedSessionId.noted(tomcats);
            decided = decision != null;
        }
    }

    /** Null where the request crossed into this application. */
    @Nullable
    HttpServletRequest request() {
        return http;
    }

    /** What HTTP calls so: whoever sends it means to change nothing. RFC 9110 §9.2.1. */
    private static boolean isSafe(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    /** A valve of the host or the engine has asked for the session before the scope began. */
    void takeOver(EarlyLookups early, HttpServletRequest request) {
        takeOver(early.decision());
        early.outage().ifPresent(scope::failedEarly);
        var id = request.getRequestedSessionId();
        var given = early.given();
        // else the note is of a request before
        if (given != null && id != null && HeldSession.is(given, scope.scopes(), request)) {
            joinOrDetach(given, id);
        }
    }

    /** It was decided by the cookies that the connector had asked for; it holds where the request's cookies are the same. */
    private void takeOver(@Nullable RequestedSessionId early) {
        if (early != null && http != null && early.candidates().equals(RequestedSessionId.candidates(runtime, http))) {
            decision = early;
            decided = true;
        }
    }

    private void joinOrDetach(SessionVisit held, String asked) {
        if (held.isOf(meantBy(asked))) {
            session = held;
        } else {
            held.detach();
        }
    }

    /** An asynchronous request continues, and an error page follows, with the session that the request holds by now. */
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

    /** As {@link #heldNow}, from now on. */
    void takeHeld() {
        session = heldNow();
    }

    /** A session that began on a thread of no scope is known to Tomcat's request only. */
    @Nullable
    SessionVisit heldNow() {
        var tomcats = scope.request();
        if (tomcats == null || session != null && session.isValid()) {
            return session;
        }
        var held = HeldSession.of(scope.scopes(), tomcats);
        return held == null ? session : held;
    }

    /** Null for none, and for one that was peeked at only. */
    @Nullable
    SessionVisit session() {
        return session;
    }

    public void created(SessionVisit begun) {
        session = begun;
    }

    /** Tomcat's request leaves the session that it has; one that was only searched for, it never got. */
    void leave() {
        if (session != null && !session.isTaken()) {
            session.leave();
        }
    }

    /** The session of an id that Tomcat asks for; null for none. At most one round trip for a request, for whichever answer. */
    public @Nullable SessionVisit find(String asked) {
        if (session != null && session.isOf(known(asked))) {
            return session.isValid() ? session : null;
        }
        if (scope.isIn(RequestScope.Stage.PEEKING) || asked.equals(missing)) {
            return null;
        }
        if (!scope.isIn(RequestScope.Stage.STARTING)) {
            scope.throwEarlyOutage();
        }
        var id = meantBy(asked);
        if (id == null || id.equals(missing)) {
            return null;
        }
        return peeking ? peek(id) : join(id);
    }

    /** As far as it is decided. */
    private @Nullable String known(String id) {
        return decision == null ? id : decision.meantBy(id);
    }

    private @Nullable String meantBy(String id) {
        return asking(() -> {
            decide(id);
            return known(id);
        });
    }

    private void decide(String id) {
        if (!decided && http != null && RequestedSessionId.isFromCookie(http, id)) {
            decision = RequestedSessionId.decide(runtime, RequestedSessionId.candidates(runtime, http), id);
            decided = true;
            if (decision != null && http instanceof Request tomcats) {
                decision.note(tomcats);
            }
        }
    }

    private @Nullable SessionVisit join(String id) {
        var found = asking(() -> runtime.opener().open(id, scope, access()));
        if (found != null) {
            session = found;
            scope.nameUser();
        } else if (!scope.hasFailedEarly()) {
            missing = id;
        }
        return found;
    }

    /** From a copy that this node trusts only for a request that changes nothing: one that may change something must build on what is there now. */
    private Access access() {
        if (passive) {
            return Access.LOOK;
        }
        return onlyReads ? Access.READ : Access.USE;
    }

    private @Nullable SessionVisit peek(String id) {
        if (peeked == null || !peeked.isOf(id)) {
            peeked = asking(() -> runtime.opener().look(id));
        }
        return peeked;
    }

    /** To peek at a session is not to use it: its end does not move, and the request has not joined it. Servlet 6.0 §7.6. */
    boolean whilePeeking(BooleanSupplier question) {
        peeking = true;
        try {
            return question.getAsBoolean();
        } finally {
            peeking = false;
        }
    }

    /** While the request starts, nobody can answer 503 yet: who asks then gets none, and who asks later gets the outage. */
    private <T> @Nullable T asking(Supplier<@Nullable T> store) {
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
            return null; // a listener of the end or a valve of the host: the answer becomes a 503 when it is sent
        }
    }

    /** The id that a new session is offered where Tomcat offers {@code id}. */
    public String offered(String id) {
        return decision == null ? id : decision.offered(id);
    }

    /** The id that the request means; null for none. */
    public @Nullable String requestedId() {
        settleRequestedId();
        return tomcatsId();
    }

    /** Makes Tomcat's request name the id that is meant, for who asks which one it is. */
    void settleRequestedId() {
        var id = tomcatsId();
        if (id != null) {
            meantBy(id);
        }
    }

    /** The same before other threads get Tomcat's request, which asks on them without this scope. */
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

    /** Whether only the store can tell which id is meant. */
    private boolean takesTheStore(String id) {
        return !decided
                && http != null
                && RequestedSessionId.isFromCookie(http, id)
                && RequestedSessionId.candidates(runtime, http).size() > 1;
    }
}
