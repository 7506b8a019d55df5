package org.vedfolnir.session.specification;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Collections;
import java.util.TreeSet;

/** Every listener of a web application in one. An attribute {@code throw} names the listener that throws and the exception. */
final class Recorder
        implements ServletContextListener,
                ServletRequestListener,
                HttpSessionListener,
                HttpSessionAttributeListener,
                HttpSessionIdListener {

    private final Trace trace;

    Recorder(Trace trace) {
        this.trace = trace;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        trace.into(event.getServletContext());
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        request("requestInitialized", event);
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        request("requestDestroyed", event);
    }

    private void request(String what, ServletRequestEvent event) {
        var request = (HttpServletRequest) event.getServletRequest();
        var session = request.getSession(false);
        trace.say(what + " " + (session == null ? "no session" : facts(session)));
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        var session = event.getSession();
        trace.say("sessionCreated " + facts(session) + ", new " + session.isNew());
        session.setAttribute("by sessionCreated", "yes");
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        var session = event.getSession();
        trace.say("sessionDestroyed " + facts(session) + ", color " + session.getAttribute("color"));
        session.setAttribute("by sessionDestroyed", "yes");
        Mischief.fromThe(session, "sessionDestroyed");
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String formerId) {
        trace.say("sessionIdChanged from " + formerId + " to " + facts(event.getSession()));
        Mischief.fromThe(event.getSession(), "sessionIdChanged");
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        attribute("attributeAdded", event);
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        attribute("attributeRemoved", event);
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
        attribute("attributeReplaced", event);
    }

    private void attribute(String what, HttpSessionBindingEvent event) {
        trace.say(what + " " + event.getName() + " = " + event.getValue() + loader(event.getSession()));
        Mischief.ofThe(event, what);
    }

    private static String facts(HttpSession session) {
        return session.getId() + " " + new TreeSet<>(Collections.list(session.getAttributeNames())) + loader(session);
    }

    /** The thread's class loader: the application's, or one that cannot find its classes. */
    static String loader(HttpSession session) {
        var own = session.getServletContext().getClassLoader();
        return Thread.currentThread().getContextClassLoader() == own ? "" : " with a foreign class loader";
    }
}
