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
 * One request on its thread, from its first listener to its last: how far it is, which session it has opened ({@link SessionLookup}), and when
 * that is saved. Used by one thread at a time.
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

    /** Listeners of a request's beginning come before the valve, error pages and listeners of its end after it. */
    enum Stage {
        PEEKING,
        STARTING,
        RUNNING,
        LEAVING,
        BEHIND
    }

    /** @param outer from which the request has crossed into this manager's application; null for none */
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

    boolean isIn(Stage asked) {
        return stage == asked;
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

    /** The request as far as it is known: an event names where it came from. Null where it crossed into this application. */
    @Override
    public @Nullable HttpServletRequest said() {
        return lookup.request();
    }

    @Override
    public @Nullable SessionVisit session() {
        return lookup.session();
    }

    /** The request has crossed into another application. */
    void encloses(RequestScope scope) {
        inner = scope;
    }

    /** @param early what was asked for before; null for nothing */
    void begin(HttpServletRequest http, @Nullable EarlyLookups early) {
        lookup.of(http);
        if (early != null && early.isOf(http.getRequestedSessionId())) {
            lookup.takeOver(early, http);
        }
    }

    /** The valve has the request. */
    void run(Request tomcats) {
        stage = Stage.RUNNING;
        request = tomcats;
        lookup.of(tomcats);
    }

    /** Whichever thread asks: one that an asynchronous request continues with, or one that has crossed into another application. */
    <T extends @Nullable Object> T within(Supplier<T> question) {
        var before = RequestScopes.top();
        RequestScopes.set(this);
        try {
            return question.get();
        } finally {
            RequestScopes.set(before);
        }
    }

    /** The request continues elsewhere from an error page, behind the valve's back: listeners of its end run on another thread. */
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

    /** The valve is done. An error page may follow, and listeners of the request's end, unless the request continues elsewhere. */
    void leave(boolean continuesElsewhere) {
        if (continuesElsewhere || !begunWithTheRequest) {
            exit();
        } else {
            stage = Stage.LEAVING;
            answered();
        }
    }

    /** A 503 has been answered for an outage: its page must not fail of the same. */
    private void answered() {
        if (outage() != null) {
            giveUp();
            forgetOutage();
        }
    }

    /** A 503 was answered for an error page, or for a listener of the end: nobody makes another one for that. */
    void answeredBehindTheValve() {
        if (stage != Stage.RUNNING) {
            answered();
        }
    }

    /** Listeners of the request's end have run. Valves of the host, and logs, still get the same answers. */
    void goBehind() {
        stage = Stage.BEHIND;
    }

    /** The filter hears of failures from here on, until {@link #leaveFilter}. */
    void enterFilter() {
        inFilter++;
    }

    void leaveFilter() {
        inFilter--;
    }

    /** Whether the filter or the valve still hears of a failure. */
    boolean isHeard() {
        return inFilter > 0 || stage == Stage.RUNNING;
    }

    /** Nobody has asked for the user: Tomcat's request learns it when somebody opens the session, as Tomcat's own authenticator does at once. */
    void nameUserOnceOpened() {
        namesUser = true;
        nameUser();
    }

    void nameUser() {
        var session = lookup.session();
        var who = session == null || !namesUser ? null : session.getPrincipal();
        if (who != null && session != null && request != null && LazyAuthenticator.namesNobody(request)) {
            request.setAuthType(session.getAuthType());
            request.setUserPrincipal(who);
        }
    }

    void reachApplication() {
        inApplication = true;
        var session = lookup.session();
        if (session != null) {
            session.goOn();
        }
    }

    boolean inApplication() {
        return inApplication;
    }

    /** Something in the session cannot be stored: the application fails, and its error page must not fail of the same. */
    void takeBack() {
        giveUp();
        var session = lookup.session();
        if (session != null) {
            session.takeBack();
        }
    }

    /** What this request changed is not saved any more. */
    void giveUp() {
        forgetRefusal();
        var session = lookup.session();
        if (session != null) {
            session.giveUp();
        }
    }

    /** Saves what this request changed; must come before the first byte that could let the client continue. */
    public void commit() {
        commit(false);
    }

    /** The same when the application has had its turn. */
    void commitAtTheEnd() {
        commit(true);
    }

    /** The same of the session that Tomcat's request holds by now. */
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
            } catch (RuntimeException | LinkageError | StackOverflowError e) { // of a class of the application
                session.takeBack();
                throw e;
            }
        }
    }
}
