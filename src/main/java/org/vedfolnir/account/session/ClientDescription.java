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

/** What the session keeps of the browser that it was signed in with, and of others that use it. Thread-safe. */
@ApplicationScoped
class ClientDescription {

    private static final int LONGEST_USER_AGENT = 256;

    @Inject
    HttpServletRequest request;

    @Inject
    SessionContext context;

    @Inject
    SessionRegistry registry;

    /** So that a person recognizes her sessions in a list. */
    void describe(HttpSession session) {
        session.setAttribute(AccountAttributes.ADDRESS, ClientNetwork.of(request.getRemoteAddr()));
        var agent = request.getHeader("User-Agent");
        if (agent != null) {
            session.setAttribute(
                    AccountAttributes.USER_AGENT, agent.substring(0, Math.min(agent.length(), LONGEST_USER_AGENT)));
        }
    }

    /** Records that another browser uses the session; again only when it is one that did not before, and only so many. */
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
