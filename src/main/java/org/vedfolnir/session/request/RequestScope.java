package org.vedfolnir.session.request;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.serialization.NotStorableException;
import org.vedfolnir.session.engine.Access;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.http.CurrentRequest;
import org.vedfolnir.session.http.SessionFacade;
import org.vedfolnir.session.http.SessionRuntime;
import org.vedfolnir.session.http.SessionVisit;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * One request on its thread: which session it has opened, so that it asks the store once; and whether the store failed, so that
 * the answer is 503 whatever the application made of the exception. Used by one thread at a time.
 */
public final class RequestScope implements CurrentRequest {

    private final RequestScopes scopes;
    private final SessionRuntime runtime;
    private @Nullable Request request;
    private final @Nullable RequestScope outer;
    private final RequestedSessionId requestedId;
    private @Nullable HttpServletRequest said;
    private boolean onlyReads;
    private boolean passive;
    private boolean namesUser;
    private boolean inApplication;
    private Stage stage;
    private final boolean begunWithTheRequest;
    private int inFilter;
    private boolean looking;
    private @Nullable RequestScope inner;
    private @Nullable SessionVisit session;
    private @Nullable SessionVisit lookedAt;
    private @Nullable String missing;
    private @Nullable StoreUnavailableException outage;
    private @Nullable StoreUnavailableException earlyOutage;
    private @Nullable StoreUnavailableException silence;
    /** What could not be stored: the application may have passed over it, but the answer is none that says it was. */
    private @Nullable RuntimeException refusal;

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
        this.runtime = scopes.runtime();
        this.stage = stage;
        this.begunWithTheRequest = stage == Stage.STARTING;
        this.outer = outer;
        this.requestedId = new RequestedSessionId(runtime);
    }

    boolean isOf(RequestScopes others) {
        return scopes == others;
    }

    boolean isIn(Stage asked) {
        return stage == asked;
    }

    @Nullable
    RequestScope outer() {
        return outer;
    }

    /** The request has crossed into another application. */
    void encloses(RequestScope scope) {
        inner = scope;
    }

    /** @param early what was asked for before; null for nothing */
    void begin(HttpServletRequest http, @Nullable EarlyLookups early) {
        lookAt(http);
        if (early != null && early.isOf(http.getRequestedSessionId())) {
            goOnFrom(early, http);
        }
    }

    /** The valve has the request. */
    void run(Request tomcats) {
        stage = Stage.RUNNING;
        request = tomcats;
        lookAt(tomcats);
    }

    /** A valve of the host or the engine has asked for the session before. */
    private void goOnFrom(EarlyLookups early, HttpServletRequest http) {
        requestedId.known(early.decision());
        earlyOutage = early.outage().orElse(null);
        var id = http.getRequestedSessionId();
        var given = early.given();
        if (given != null && id != null && holds(http, given)) {
            joinOrDetach(given, id);
        }
    }

    /** Else the note is of a request before. */
    private boolean holds(HttpServletRequest http, SessionVisit given) {
        return given.isTaken()
                && askingNobody(() ->
                        http.getSession(false) instanceof SessionFacade facade && facade.session() == given.session());
    }

    private void joinOrDetach(SessionVisit held, String asked) {
        if (held.isOf(meantBy(asked))) {
            session = held;
        } else {
            held.detach();
        }
    }

    /** The session that Tomcat's request holds already: no question to the store. */
    private @Nullable SessionVisit held(HttpServletRequest http) {
        var tomcats = request;
        if (tomcats != null) {
            return ofTomcats(tomcats);
        }
        return askingNobody(() -> http.getSession(false) instanceof SessionFacade facade && facade.isOf(runtime)
                ? SessionVisit.join(runtime, facade.session())
                : null);
    }

    private @Nullable SessionVisit ofTomcats(Request tomcats) {
        return askingNobody(() -> tomcats.getSessionInternal(false) instanceof SessionVisit visit
                        && visit.getManager() == runtime.manager()
                ? visit
                : null);
    }

    /** Tomcat asks the manager where its request holds no session; on this thread the answer is "none" meanwhile. */
    private <T extends @Nullable Object> T askingNobody(Supplier<T> question) {
        return scopes.peeking().within(question);
    }

    /** An asynchronous request goes on, and an error page follows, with the session that the request holds by now. */
    void joinHeld(HttpServletRequest http) {
        var held = session == null ? held(http) : null;
        if (held != null) {
            session = held;
        }
    }

    public void lookAt(HttpServletRequest http) {
        said = http;
        onlyReads |= isSafe(http.getMethod());
        passive |= runtime.opener().isPassive(http);
        requestedId.of(http);
    }

    /** The request as far as it is known: an event names where it came from. Null where it crossed into this application. */
    @Override
    public @Nullable HttpServletRequest said() {
        return said;
    }

    /** What HTTP calls so: whoever sends it means to change nothing. RFC 9110 §9.2.1. */
    private static boolean isSafe(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    /** From a copy that this node trusts only for a request that changes nothing: one that may change something is to build on what is there now. */
    private Access access() {
        if (passive) {
            return Access.LOOK;
        }
        return onlyReads ? Access.READ : Access.USE;
    }

    /** Whichever thread asks: one that an asynchronous request goes on with, or one that has crossed into another application. */
    <T extends @Nullable Object> T within(Supplier<T> question) {
        var before = RequestScopes.top();
        RequestScopes.set(this);
        try {
            return question.get();
        } finally {
            RequestScopes.set(before);
        }
    }

    /** Tomcat's request leaves the session that it has; one that was only looked for, it never got. */
    void leaveSession() {
        if (session != null && !session.isTaken()) {
            session.leave();
        }
    }

    /** The request goes on elsewhere from an error page, behind the valve's back: listeners of its end are told on another thread. */
    void leaveAnErrorPage() {
        if (stage == Stage.LEAVING) {
            exit();
        }
    }

    void exit() {
        leaveSession();
        if (outer != null) {
            outer.inner = null;
        }
        RequestScopes.set(outer);
    }

    /** The valve is done. An error page may follow, and listeners of the request's end, unless the request goes on elsewhere. */
    void leave(boolean goesOnElsewhere) {
        if (goesOnElsewhere || !begunWithTheRequest) {
            exit();
        } else {
            stage = Stage.LEAVING;
            answered();
        }
    }

    /** A 503 has been answered for an outage: its page is not to fail of the same. */
    private void answered() {
        if (outage != null) {
            giveUp();
            outage = null;
        }
    }

    /** Nobody looked who asks: Tomcat's request is told when somebody opens the session, as it was when nobody had to ask for that. */
    void nameUserOnceOpened() {
        namesUser = true;
        nameUser();
    }

    private void nameUser() {
        var who = session == null || !namesUser ? null : session.getPrincipal();
        if (who != null && session != null && request != null && LazyAuthenticator.namesNobody(request)) {
            request.setAuthType(session.getAuthType());
            request.setUserPrincipal(who);
        }
    }

    void reachApplication() {
        inApplication = true;
        if (session != null) {
            session.goOn();
        }
    }

    boolean inApplication() {
        return inApplication;
    }

    @Override
    public @Nullable Request request() {
        return request;
    }

    @Nullable
    public SessionVisit find(String asked) throws IOException {
        if (session != null && session.isOf(requestedId.known(asked))) {
            return session.isValid() ? session : null;
        }
        if (stage == Stage.PEEKING || asked.equals(missing)) {
            return null;
        }
        if (earlyOutage != null && stage != Stage.STARTING) {
            failed(earlyOutage);
            throw earlyOutage;
        }
        var id = meantBy(asked);
        if (id == null || id.equals(missing)) {
            return null;
        }
        return looking ? look(id) : join(id);
    }

    private @Nullable String meantBy(String asked) {
        return opening(() -> requestedId.meantBy(asked));
    }

    /** The id that a new session is offered where Tomcat offers {@code id}. */
    public String offered(String id) {
        return requestedId.offered(id);
    }

    /** Makes Tomcat's request name the id that is meant, for who asks which one it is. */
    void settleRequestedId() {
        var id = request == null ? null : request.getRequestedSessionId();
        if (id != null) {
            meantBy(id);
        }
    }

    /** The same before other threads get Tomcat's request, which asks on them without this scope. */
    void settleForOtherThreads() {
        var id = request == null ? null : request.getRequestedSessionId();
        if (id != null && earlyOutage != null && requestedId.isOpen(id)) {
            failed(earlyOutage);
            throw earlyOutage;
        }
        settleRequestedId();
    }

    /** The id that the request means; null for none. */
    @Nullable
    public String requestedId() {
        settleRequestedId();
        return request == null ? null : request.getRequestedSessionId();
    }

    private @Nullable SessionVisit join(String id) {
        var found = open(id);
        if (found != null) {
            session = found;
            nameUser();
        } else if (earlyOutage == null) {
            missing = id;
        }
        return found;
    }

    private @Nullable SessionVisit look(String id) {
        if (lookedAt == null || !lookedAt.isOf(id)) {
            lookedAt = opening(() -> runtime.opener().look(id));
        }
        return lookedAt;
    }

    /** Looking a session up is not using it: its end does not move, and the request has not joined it. Servlet 6.0 §7.6. */
    boolean whileLooking(BooleanSupplier question) {
        looking = true;
        try {
            return question.getAsBoolean();
        } finally {
            looking = false;
        }
    }

    /** While the request starts, nobody can answer 503 yet: who asks then gets none, and who asks later gets the outage. */
    private @Nullable SessionVisit open(String id) {
        return opening(() -> runtime.opener().open(id, this, access()));
    }

    private <T> @Nullable T opening(Supplier<@Nullable T> store) {
        try {
            return earlyOutage == null ? store.get() : null;
        } catch (StoreUnavailableException e) {
            if (stage == Stage.STARTING) {
                earlyOutage = e;
                return null;
            }
            failed(e);
            if (isHeard()) {
                throw e;
            }
            return null; // a listener of the end or a valve of the host: the answer becomes a 503 when it is sent
        }
    }

    public void created(SessionVisit session) {
        this.session = session;
    }

    @Override
    public @Nullable SessionVisit session() {
        return session;
    }

    @Nullable
    StoreUnavailableException outage() {
        return outage;
    }

    /** Why this request does not ask the store any more: it waited once, and got no answer. Stays when a 503 was answered, for its page. */
    @Nullable
    public StoreUnavailableException silence() {
        return silence;
    }

    /** An application into which the request crossed fails for the one that it came from as well. */
    @Override
    public void failed(StoreUnavailableException outage) {
        if (this.outage == null) {
            this.outage = outage;
        }
        if (!outage.isSaidByTheStore()) {
            silence = outage;
        }
        if (outer != null) {
            outer.failed(outage);
        }
    }

    /** What has failed was made good: the request goes on. */
    @Override
    public void recovered(StoreUnavailableException failure) {
        if (Objects.equals(outage, failure)) {
            outage = null;
            silence = null;
        }
        if (outer != null) {
            outer.recovered(failure);
        }
    }

    /** Something in the session cannot be stored: the application fails, and its error page is not to fail of the same. */
    void takeBack() {
        giveUp();
        if (session != null) {
            session.takeBack();
        }
    }

    private void giveUp() {
        refusal = null;
        if (session != null) {
            session.giveUp();
        }
    }

    /** Saves what this request changed; must come before the first byte that could let the client go on. */
    public void commit() {
        commit(false);
    }

    /** The same when the application has had its turn. */
    void commitAtTheEnd() {
        commit(true);
    }

    /** For whoever commits the response, on whichever thread; a session that began on a thread of no scope is known to Tomcat's request only. */
    void beforeCommit() {
        if (mayFail()) {
            within(() -> commitHeld(false));
        } else {
            commitBehindAll();
        }
    }

    /** What was set or removed after the response began; what may have changed in place is looked at when the request ends. */
    void beforeFlush() {
        var held = heldNow();
        if (held != null && held.hasNews()) {
            beforeCommit();
        }
    }

    /** Whether the filter, the valve or a thread of the application still hears of a failure. */
    private boolean mayFail() {
        if (request == null || request.isAsync()) {
            return true;
        }
        for (var here = RequestScopes.top(); here != null; here = here.outer) {
            if (here.scopes == scopes && here.isHeard()) {
                return true;
            }
        }
        return false;
    }

    private boolean isHeard() {
        return inFilter > 0 || stage == Stage.RUNNING;
    }

    /** The filter hears of failures from here on, until {@link #leaveFilter}. */
    void enterFilter() {
        inFilter++;
    }

    void leaveFilter() {
        inFilter--;
    }

    /** A 503 was answered for an error page, or for a listener of the end: nobody makes another one for that. */
    void answeredBehindTheValve() {
        if (stage != Stage.RUNNING) {
            answered();
        }
    }

    /** Listeners of the request's end were told. Valves of the host, and logs, still get the same answers. */
    void goBehind() {
        stage = Stage.BEHIND;
    }

    private @Nullable Void commitHeld(boolean last) {
        session = heldNow();
        commit(last);
        return null;
    }

    private @Nullable SessionVisit heldNow() {
        if (request == null || session != null && session.isValid()) {
            return session;
        }
        var held = ofTomcats(request);
        return held == null ? session : held;
    }

    /** A listener of the request's end or a valve of the host changed the session, and Tomcat is sending what they made. */
    private void commitBehindAll() {
        try {
            within(() -> commitHeld(true));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            giveUp();
            LateFailure.answer(Objects.requireNonNull(request).getResponse(), e);
        }
    }

    private void commit(boolean last) {
        if (outage != null) {
            throw outage;
        }
        if (refusal != null) {
            throw refusal;
        }
        if (inner != null) {
            inner.commit(last);
        }
        if (session != null) {
            try {
                session.commit(last);
            } catch (StoreUnavailableException e) {
                session.takeBackWhatWasSet();
                failed(e);
                throw e;
            } catch (NotStorableException | SessionTooLargeException e) {
                session.takeBack();
                refusal = e;
                throw e;
            } catch (RuntimeException | LinkageError | StackOverflowError e) { // of a class of the application
                session.takeBack();
                throw e;
            }
        }
    }
}
