package org.vedfolnir.session.request;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.Context;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Opens the scope of a request before any other listener of the application, because CDI containers access the session
 * there, long before the context's first valve. Without it such a session would be saved only after the response.
 */
public final class RequestScopeListener implements ServletRequestListener {

    private final RequestScopes scopes;

    private RequestScopeListener(RequestScopes scopes) {
        this.scopes = scopes;
    }

    /** Adds the listener in front of the existing ones; called after the context has started them. */
    public static void first(Context context, RequestScopes scopes) {
        var others = context.getApplicationEventListeners();
        var all = new Object[others.length + 1];
        all[0] = new RequestScopeListener(scopes);
        System.arraycopy(others, 0, all, 1, others.length);
        context.setApplicationEventListeners(all);
    }

    public static void remove(Context context, RequestScopes scopes) {
        var others = java.util.Arrays.stream(context.getApplicationEventListeners())
                .filter(listener -> !(listener instanceof RequestScopeListener start && start.scopes == scopes))
                .toArray();
        context.setApplicationEventListeners(others);
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        scopes.begin(event.getServletRequest());
    }

    /** Listeners of a request's end run in reverse, so this one is last and saves what an error page or another listener set. */
    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        var scope = scopes.ending();
        if (scope == null) {
            return;
        }
        try {
            scope.commitAtTheEnd();
        } catch (StoreUnavailableException e) {
            answer(scope, e);
        } finally {
            scope.goBehind();
        }
    }

    private static void answer(RequestScope scope, StoreUnavailableException outage) {
        var request = scope.request();
        try {
            if (request != null) {
                ServiceUnavailableResponse.answer(
                        request.getResponse(), outage, scope.scopes().runtime());
                scope.answeredBehindTheValve();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
