package org.vedfolnir.session;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.authenticator.NonLoginAuthenticator;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.StoreUnavailableException;

/**
 * Opens the scope of each request before Tomcat's authenticator, and answers 503 when the store failed on the way. As an access log it hears
 * of the end of each request, on its thread and whatever stopped it, and leaves nothing of ours there.
 */
final class SessionValve extends ValveBase implements DefaultAccessLog.Silent {

    private final VedfolnirSessionManager manager;
    private volatile @Nullable Boolean withoutLogin;

    SessionValve(VedfolnirSessionManager manager) {
        super(true);
        this.manager = manager;
    }

    /** An application that is loaded again may have a login then. */
    @Override
    protected void startInternal() throws LifecycleException {
        withoutLogin = null;
        super.startInternal();
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
                scope.commitAtTheEnd();
            }
        } catch (StoreUnavailableException e) {
            Unavailable.answer(response, e);
        } finally {
            scope.leave(request.isAsync() || isStopping(request));
        }
    }

    /** Nobody tells the listeners of this request's end any more: a scope left on the thread would keep the application in memory. */
    private static boolean isStopping(Request request) {
        return !request.getContext().getState().isAvailable();
    }

    /** Tomcat tells each valve of this kind of every request's end, also of one that was stopped before it came here. */
    @Override
    public void log(Request request, Response response, long time) {
        RequestScope.clear();
        EarlyQuestions.drop();
        DefaultAccessLog.log(this, request, response, time);
    }

    @Override
    public void setRequestAttributesEnabled(boolean enabled) {
        // nothing is logged here
    }

    @Override
    public boolean getRequestAttributesEnabled() {
        return false;
    }

    /**
     * Tomcat puts this authenticator before every application without a login, and it reads the session of every request, style
     * sheets included, to find a principal. Who asks for the principal gets it later, from {@link SessionRequest}.
     */
    private boolean asksForNobody(Request request) {
        var context = request.getContext();
        var realm = context.getRealm();
        return hasNoLogin(context) && (realm == null || realm.findSecurityConstraints(request, context) == null);
    }

    /** Tomcat looks through a list of valves for it, which is the same for each request of an application. */
    private boolean hasNoLogin(Context context) {
        var known = withoutLogin;
        if (known == null) {
            known = context.getAuthenticator() instanceof NonLoginAuthenticator
                    && !context.getPreemptiveAuthentication();
            withoutLogin = known;
        }
        return known;
    }
}
