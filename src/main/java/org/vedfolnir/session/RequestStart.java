package org.vedfolnir.session;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.Context;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Opens the scope of a request before any other listener of the application: CDI containers look at the session there, long before
 * the context's first valve. Without it such a session would be saved after the response only.
 */
final class RequestStart implements ServletRequestListener {

    private final VedfolnirSessionManager manager;

    private RequestStart(VedfolnirSessionManager manager) {
        this.manager = manager;
    }

    /** Goes in front of the listeners that are there; called when the context has started them. */
    static void first(Context context, VedfolnirSessionManager manager) {
        var others = context.getApplicationEventListeners();
        var all = new Object[others.length + 1];
        all[0] = new RequestStart(manager);
        System.arraycopy(others, 0, all, 1, others.length);
        context.setApplicationEventListeners(all);
    }

    static void remove(Context context, VedfolnirSessionManager manager) {
        var others = java.util.Arrays.stream(context.getApplicationEventListeners())
                .filter(listener -> !(listener instanceof RequestStart start && start.manager == manager))
                .toArray();
        context.setApplicationEventListeners(others);
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        RequestScope.begin(manager, event.getServletRequest());
    }

    /** Listeners of a request's end come in reverse, so this one is the last: what an error page or another listener set is saved here. */
    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        var scope = RequestScope.ending(manager);
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
                Unavailable.answer(request.getResponse(), outage);
                scope.answeredBehindTheValve();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
