package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.servlet.ServletRequest;

/**
 * Whether CDI has begun this request, so that request-scoped and session-scoped beans can be used. CDI begins none for assets, the start page and
 * health ({@code web.xml}), and has ended a request that went asynchronous. An active context is no proof: it could belong to another request and
 * have been left on the thread (A1 in docs/security.md). Error pages read the attribute by its name. Thread-safe.
 */
@ApplicationScoped
public class CdiRequest {

    private static final String BEGUN = CdiRequest.class.getName();

    /** CDI 4.0 §6.7.1: the event is the request when the context is that of a servlet's request. */
    static void begun(@Observes @Initialized(RequestScoped.class) Object event) {
        if (event instanceof ServletRequest request) {
            request.setAttribute(BEGUN, Boolean.TRUE);
        }
    }

    static void over(@Observes @Destroyed(RequestScoped.class) Object event) {
        if (event instanceof ServletRequest request) {
            request.removeAttribute(BEGUN);
        }
    }

    public static boolean hasBegun(ServletRequest request) {
        return request.getAttribute(BEGUN) != null;
    }
}
