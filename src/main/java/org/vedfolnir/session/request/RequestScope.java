package org.vedfolnir.session.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.http.SessionVisit;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * One request on its thread, from its first listener to its last: its stage, the session that it opened ({@link
 * SessionLookup}), and when that is saved. Used by one thread at a time.
 */
public final class RequestScope extends FallibleRequest {

    private final RequestScopes scopes;
    private final SessionLookup lookup;
    private final @Nullable RequestScope outer;
    private final boolean begunWithTheRequest;
    private @Nullable Request request;
    private @Nullable RequestScope inner;
    private Stage stage;
    private int inFilter;
    private boolean namesUser;
    private boolean inApplication;

    /** Listeners of a request's start run before the valve; error pages and listeners of its end run after it. */
    enum Stage {
        PEEKING,
        STARTING,
        RUNNING,
        LEAVING,
        BEHIND
    }

    /** @param outer the scope that dispatched to this manager's application; null if there is none */
    RequestScope(RequestScopes scopes, Stage stage, @Nullable RequestScope outer) {
        this.scopes = scopes;
        this.stage = stage;
        this.begunWithTheRequest = stage == Stage.STARTING;
        this.outer = outer;
        this.lookup = new SessionLookup(this, scopes.runtime());
    }

    RequestScopes scopes() {
        return scopes;
    }

    public SessionLookup lookup() {
        return lookup;
    }

    boolean isIn(Stage other) {
        return stage == other;
    }

    @Override
    @Nullable
    RequestScope outer() {
        return outer;
    }

    @Override
    public @Nullable Request request() {
        return request;
    }

    /**
     * Returns the request as far as it is known, so that an event names its client. Null if another application
     * dispatched it.
     */
    @Override
    public @Nullable HttpServletRequest clientRequest() {
        return lookup.request();
    }

    @Override
    public @Nullable SessionVisit session() {
        return lookup.session();
    }

    /** The request was dispatched to another application. */
    void encloses(RequestScope scope) {
        inner = scope;
    }

    /** @param early lookups before the scope; null if there were none */
    void begin(HttpServletRequest http, @Nullable EarlyLookups early) {
        lookup.of(http);
        if (early != null && early.isOf(http.getRequestedSessionId())) {
            lookup.takeOver(early, http);
        }
    }

    /** The valve has received the request. */
    void run(Request tomcats) {
        stage = Stage.RUNNING;
        request = tomcats;
        lookup.of(tomcats);
    }

    /** Runs a query in this scope on the current thread: one on which an asynchronous request continues, or one that serves another application. */
    <T extends @Nullable Object> T within(Supplier<T> question) {
        var before = RequestScopes.top();
        RequestScopes.set(this);
        try {
            return question.get();
        } finally {
            RequestScopes.set(before);
        }
    }

    /** The request continues asynchronously from an error page, which the valve does not see: listeners of its end run on another thread. */
    void leaveAnErrorPage() {
        if (stage == Stage.LEAVING) {
            exit();
        }
    }

    void exit() {
        lookup.leave();
        if (outer != null) {
            outer.inner = null;
        }
        RequestScopes.set(outer);
    }

    /**
     * The valve is done. An error page and listeners of the request's end may follow, unless the request continues
     * elsewhere.
     */
    void leave(boolean continuesElsewhere) {
        if (continuesElsewhere || !begunWithTheRequest) {
            exit();
        } else {
            stage = Stage.LEAVING;
            answered();
        }
    }

    /** A 503 was sent for an outage: its error page must not fail again for the same reason. */
    private void answered() {
        if (outage() != null) {
            giveUp();
            forgetOutage();
        }
    }

    /** A 503 was sent for an error page, or for a listener of the end: no further one follows. */
    void answeredBehindTheValve() {
        if (stage != Stage.RUNNING) {
            answered();
        }
    }

    /** Listeners of the request's end have run. Valves of the host, and logs, still get the same results. */
    void goBehind() {
        stage = Stage.BEHIND;
    }

    /** From here until {@link #leaveFilter} the filter handles failures. */
    void enterFilter() {
        inFilter++;
    }

    void leaveFilter() {
        inFilter--;
    }

    /** Whether the filter or the valve still handles a failure. */
    boolean isHeard() {
        return inFilter > 0 || stage == Stage.RUNNING;
    }

    /**
     * No constraint needs the user: Tomcat's request gets it when the session is opened. Tomcat's own authenticator
     * opens it at once.
     */
    void nameUserOnceOpened() {
        namesUser = true;
        nameUser();
    }

    void nameUser() {
        var session = lookup.session();
        var principal = session == null || !namesUser ? null : session.getPrincipal();
        if (principal != null && session != null && request != null && LazyAuthenticator.namesNobody(request)) {
            request.setAuthType(session.getAuthType());
            request.setUserPrincipal(principal);
        }
    }

    void reachApplication() {
        inApplication = true;
        var session = lookup.session();
        if (session != null) {
            session.resume();
        }
    }

    boolean inApplication() {
        return inApplication;
    }

    /** The session contains a value that cannot be stored: the application fails, and its error page must not fail again for the same reason. */
    void takeBack() {
        giveUp();
        var session = lookup.session();
        if (session != null) {
            session.takeBack();
        }
    }

    /** What this request changed is no longer saved. */
    void giveUp() {
        forgetRefusal();
        var session = lookup.session();
        if (session != null) {
            session.giveUp();
        }
    }

    /** Saves what this request changed. Must run before the first byte after which the client could continue. */
    public void commit() {
        commit(false);
    }

    /** Saves after the application has finished. */
    void commitAtTheEnd() {
        commit(true);
    }

    /** Saves the session that Tomcat's request has now. */
    void commitHeld(boolean last) {
        lookup.takeHeld();
        commit(last);
    }

    private void commit(boolean last) {
        throwFailure();
        if (inner != null) {
            inner.commit(last);
        }
        var session = lookup.session();
        if (session != null) {
            try {
                session.commit(last);
            } catch (StoreUnavailableException e) {
                session.takeBackWhatWasSet();
                failed(e);
                throw e;
            } catch (NotStorableException | SessionTooLargeException e) {
                session.takeBack();
                refused(e);
                throw e;
            } catch (RuntimeException | LinkageError | StackOverflowError e) { // from a class of the application
                session.takeBack();
                throw e;
            }
        }
    }
}
