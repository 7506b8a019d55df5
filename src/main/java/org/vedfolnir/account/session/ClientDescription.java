package org.vedfolnir.account.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.vedfolnir.account.AccountAttributes;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.ClientNetwork;
import org.vedfolnir.session.event.SessionEvent;

/** Stores the browser with which a session was signed in, and records the use by another one. Thread-safe. */
@ApplicationScoped
class ClientDescription {

    private static final int LONGEST_USER_AGENT = 256;

    @Inject
    HttpServletRequest request;

    @Inject
    SessionContext context;

    @Inject
    SessionRegistry registry;

    /** For the list in which users recognize their own sessions. */
    void describe(HttpSession session) {
        session.setAttribute(AccountAttributes.ADDRESS, ClientNetwork.of(request.getRemoteAddr()));
        var agent = request.getHeader("User-Agent");
        if (agent != null) {
            session.setAttribute(
                    AccountAttributes.USER_AGENT, agent.substring(0, Math.min(agent.length(), LONGEST_USER_AGENT)));
        }
    }

    /** Records the use by another browser: once for each browser, and for a limited number of them. */
    void noteAnomaly(UserAgent now, UserAgent signedInWith) {
        var elsewhere = !ClientNetwork.of(request.getRemoteAddr()).equals(context.attribute(AccountAttributes.ADDRESS));
        var what = now + ", not " + signedInWith + (elsewhere ? ", from elsewhere" : "");
        Anomalies.with((String) context.attribute(AccountAttributes.ANOMALY), what)
                .ifPresent(noted -> {
                    request.getSession().setAttribute(AccountAttributes.ANOMALY, noted);
                    registry.record(new SessionEvent.Anomaly(what));
                });
    }
}
