package org.vedfolnir.session;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import org.apache.catalina.Context;

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
        RequestScope.begin(manager);
    }

    /** The valve has closed the scope, unless a listener stopped the request before it came there. */
    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        RequestScope.abandon(manager);
    }
}
