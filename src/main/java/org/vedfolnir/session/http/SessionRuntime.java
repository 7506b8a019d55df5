package org.vedfolnir.session.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.session.ManagerBase;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.engine.SessionTerminator;
import org.vedfolnir.session.http.runtime.ManagerRuntime;
import org.vedfolnir.session.http.runtime.RunningStore;
import org.vedfolnir.session.http.runtime.SessionComponents;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** The live sessions of one manager: what opens, commits and ends them, and the requests that use them. Thread-safe. */
public final class SessionRuntime extends ManagerRuntime {

    private final ManagerBase manager;
    private final CurrentRequests requests;
    private final SessionOpener opener = new SessionOpener(this);
    private final VisitCommitter committer = new VisitCommitter(this);
    private final LiveSessionTerminator terminator = new LiveSessionTerminator(this);
    private final ActiveSessions activeSessions = new ActiveSessions();
    private volatile @Nullable SharedSessions shared;

    /** A manager that uses this runtime. */
    public interface Owner {
        SessionRuntime runtime();
    }

    public SessionRuntime(ManagerBase manager, CurrentRequests requests) {
        this.manager = manager;
        this.requests = requests;
    }

    /** Returns the running runtimes of ours in a container. */
    public static Stream<SessionRuntime> of(Container container) {
        if (container instanceof Context context) {
            return context.getManager() instanceof Owner ours && ours.runtime().isAvailable()
                    ? Stream.of(ours.runtime())
                    : Stream.empty();
        }
        return Arrays.stream(container.findChildren()).flatMap(SessionRuntime::of);
    }

    private boolean isAvailable() {
        return manager.getState().isAvailable();
    }

    /** The store is available from here on. */
    public void begin(SharedSessions nowShared, SessionComponents nowComponents, RunningStore nowRunning) {
        shared = nowShared;
        begin(nowComponents, nowRunning);
    }

    public ManagerBase manager() {
        return manager;
    }

    public Context context() {
        return manager.getContext();
    }

    /** Returns the current thread's request; null outside of the manager's requests. */
    @Nullable
    public CurrentRequest request() {
        return requests.current();
    }

    /** Returns the client's request as far as it is known, so that an event names its client. */
    @Nullable
    public HttpServletRequest clientRequest() {
        var current = requests.current();
        return current == null ? null : current.clientRequest();
    }

    @Override
    protected void failed(StoreUnavailableException failure) {
        var current = requests.current();
        if (current != null) {
            current.failed(failure);
        }
    }

    CurrentRequests requests() {
        return requests;
    }

    public SessionOpener opener() {
        return opener;
    }

    VisitCommitter committer() {
        return committer;
    }

    public SessionTerminator terminator() {
        return terminator;
    }

    public SingleSignOut signOff() {
        return new SingleSignOut(this, running().signOns());
    }

    public ActiveSessions activeSessions() {
        return activeSessions;
    }

    /** The sessions that requests of this node use. They stay when the manager stops. */
    public SharedSessions shared() {
        return started(shared);
    }
}
