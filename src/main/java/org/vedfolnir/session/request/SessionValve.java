package org.vedfolnir.session.request;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Goes on with the scope of each request before Tomcat's authenticator, and answers 503 when the store failed on the way. As an access log it hears
 * of the end of each request, on its thread and whatever stopped it, and leaves nothing of ours there.
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

    /** Nobody tells the listeners of this request's end any more: a scope left on the thread would keep the application in memory. */
    private static boolean isStopping(Request request) {
        return !request.getContext().getState().isAvailable();
    }

    /** Tomcat tells each valve of this kind of every request's end, also of one that was stopped before it came here. */
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
