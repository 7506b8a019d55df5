package org.vedfolnir.session.request;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Takes over the scope of each request before Tomcat's authenticator, and responds 503 if the store failed. Being an
 * access log, it is notified of each request's end, on its thread and however it was stopped, and clears the thread.
 */
public final class SessionValve extends ValveBase implements DefaultAccessLog.Silent {

    private final RequestScopes scopes;

    public SessionValve(RequestScopes scopes) {
        super(true);
        this.scopes = scopes;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var scope = scopes.enter(request);
        try {
            CommitHook.install(scope, response.getCoyoteResponse());
            getNext().invoke(request, response);
            if (!request.isAsync()) {
                scope.commitAtTheEnd();
            }
        } catch (StoreUnavailableException e) {
            ServiceUnavailableResponse.answer(response, e, scopes.runtime());
        } finally {
            scope.leave(request.isAsync() || isStopping(request));
        }
    }

    /** Listeners of this request's end are no longer notified, and a scope left on the thread would keep the application in memory. */
    private static boolean isStopping(Request request) {
        return !request.getContext().getState().isAvailable();
    }

    /** Tomcat notifies each valve of this kind of every request's end, even if the request was stopped before the valve. */
    @Override
    public void log(Request request, Response response, long time) {
        CommitHook.remove(response.getCoyoteResponse());
        RequestScopes.clear();
        EarlyLookups.drop();
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
}
