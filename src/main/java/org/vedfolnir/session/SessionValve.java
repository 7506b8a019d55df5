package org.vedfolnir.session;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.authenticator.NonLoginAuthenticator;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.vedfolnir.session.store.StoreUnavailableException;

/** Opens the scope of each request before Tomcat's authenticator, and answers 503 when the store failed on the way. */
final class SessionValve extends ValveBase {

    private final VedfolnirSessionManager manager;

    SessionValve(VedfolnirSessionManager manager) {
        super(true);
        this.manager = manager;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var scope = RequestScope.enter(manager, request);
        try {
            if (asksForNobody(request)) {
                scope.defer();
            }
            getNext().invoke(request, response);
            if (!request.isAsync()) {
                scope.commit();
            }
        } catch (StoreUnavailableException e) {
            Unavailable.answer(response, e);
        } finally {
            scope.exit();
        }
    }

    /**
     * Tomcat puts this authenticator before every application without a login, and it reads the session of every request, style
     * sheets included, to find a principal. Who asks for the principal gets it later, from {@link SessionRequest}.
     */
    private static boolean asksForNobody(Request request) {
        var context = request.getContext();
        var realm = context.getRealm();
        return context.getAuthenticator() instanceof NonLoginAuthenticator
                && !context.getPreemptiveAuthentication()
                && (realm == null || realm.findSecurityConstraints(request, context) == null);
    }
}
