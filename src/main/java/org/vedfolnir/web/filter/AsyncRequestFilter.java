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
 * Ends CDI's contexts on the thread on which a request went asynchronous. Weld begins and ends them when the container tells a listener of the
 * request's beginning and end, on whichever thread that is. Tomcat tells the end of an asynchronous request when it is complete, on another thread: the
 * contexts would stay active on the first one, and the next request there could reach the beans, and through them the session, of somebody else.
 *
 * <p>After this filter no bean of the request can be asked, in no callback of the {@code AsyncContext} either. OpenWebBeans replaces the contexts of a
 * thread at each request, so that there is nothing to end. Stands in front of all other filters.
 */
public final class AsyncRequestFilter extends HttpFilter {

    /** The attribute of the servlet context in which Weld keeps its listener: Weld may be missing, so its classes are not named. */
    private static final String LISTENER = "org.jboss.weld.module.web.servlet.WeldInitialListener";

    /** With it Weld has nothing to do when the container tells of the request's end. */
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

    /** Weld never destroys the beans of a request that it takes for asynchronous. */
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
