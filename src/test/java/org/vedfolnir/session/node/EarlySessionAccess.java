package org.vedfolnir.session.node;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;

/** Reads the session when a request begins, as CDI containers do, if the request has {@code ?early}. */
public final class EarlySessionAccess implements ServletRequestListener {

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        var request = (HttpServletRequest) event.getServletRequest();
        if (String.valueOf(request.getQueryString()).contains("early")) {
            var session = request.getSession(false);
            request.setAttribute("early", session == null ? "none" : "one");
        }
    }
}
