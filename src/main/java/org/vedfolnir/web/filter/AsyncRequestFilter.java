package org.vedfolnir.web.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Ends the CDI contexts on the thread on which a request went asynchronous. Weld begins and ends them when the container notifies its listener of the
 * beginning and the end of a request, on the thread of that notification. Tomcat notifies it of the end of an asynchronous request when the request
 * is complete, on another thread. The contexts would stay active on the first thread, and the next request there could reach the beans and the
 * session of another user.
 *
 * <p>After this filter, request-scoped beans are unavailable, also in callbacks of the {@code AsyncContext}. OpenWebBeans replaces the contexts of a
 * thread at each request, so it needs no such end. Must be the first filter.
 */
public final class AsyncRequestFilter extends HttpFilter {

    /** The attribute of the servlet context in which Weld stores its listener. Weld may be missing, so its classes are not referenced. */
    private static final String LISTENER = "org.jboss.weld.module.web.servlet.WeldInitialListener";

    /** Marks the request as ended, so that Weld ignores the later notification of the container. */
    private static final String ENDED = "org.jboss.weld.module.web.servlet.HttpContextLifecycle.request.destroyed";

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            if (request.isAsyncStarted()) {
                endOnThisThread(request);
            }
        }
    }

    private void endOnThisThread(HttpServletRequest request) {
        if (getServletContext().getAttribute(LISTENER) instanceof ServletRequestListener weld) {
            weld.requestDestroyed(new ServletRequestEvent(getServletContext(), new Ended(request)));
            request.setAttribute(ENDED, Boolean.TRUE);
        }
    }

    /** Not asynchronous: Weld never destroys the beans of an asynchronous request. */
    private static final class Ended extends HttpServletRequestWrapper {

        Ended(HttpServletRequest request) {
            super(request);
        }

        @Override
        public boolean isAsyncStarted() {
            return false;
        }
    }
}
