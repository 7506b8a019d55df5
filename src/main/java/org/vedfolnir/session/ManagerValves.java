package org.vedfolnir.session;

import org.apache.catalina.Context;
import org.vedfolnir.session.request.RequestScopes;
import org.vedfolnir.session.request.SessionValve;
import org.vedfolnir.session.request.body.RequestBodyValve;

/** What a manager adds to its context before the context starts. Used by one thread at a time. */
final class ManagerValves {

    private final SessionValve sessions;
    private final RequestBodyValve bodies;
    private final ContextStartListener start = new ContextStartListener();

    ManagerValves(RequestScopes requests) {
        this.sessions = new SessionValve(requests);
        this.bodies = new RequestBodyValve(requests.runtime());
    }

    /** The valves join the pipeline before Tomcat adds its authenticator. */
    void join(Context context) {
        context.getPipeline().addValve(sessions);
        context.getPipeline().addValve(bodies);
        context.addLifecycleListener(start);
    }

    void leave(Context context) {
        context.getPipeline().removeValve(sessions);
        context.getPipeline().removeValve(bodies);
        context.removeLifecycleListener(start);
    }

    /** Calls {@link RequestBodyValve#limit}. */
    void limitBodies(int largest, int threads) {
        bodies.limit(largest, threads);
    }
}
