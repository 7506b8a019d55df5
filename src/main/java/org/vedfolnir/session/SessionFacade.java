package org.vedfolnir.session;

import org.apache.catalina.session.StandardSessionFacade;

/** What the application gets for its session; the engine finds its own behind it. */
final class SessionFacade extends StandardSessionFacade {

    private final VedfolnirSession session;

    SessionFacade(VedfolnirSession session) {
        super(session);
        this.session = session;
    }

    boolean isOf(VedfolnirSessionManager manager) {
        return session.getManager() == manager;
    }

    VedfolnirSession session() {
        return session;
    }
}
