package org.vedfolnir.session.specification;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;

/** A value that records its events. Its label may say what it throws, as in {@code valueUnbound Error}. */
final class Bound implements HttpSessionBindingListener, HttpSessionActivationListener, Serializable {

    private static final long serialVersionUID = 1;

    private final String label;
    /** Changes in place by the application. */
    private int changes;

    Bound(String label) {
        this.label = label;
    }

    void change() {
        changes++;
    }

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
        say("valueBound", event.getSession(), event);
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        say("valueUnbound", event.getSession(), event);
    }

    private void say(String what, HttpSession session, HttpSessionBindingEvent event) {
        Trace.of(session.getServletContext())
                .say(what + " " + event.getName() + " = " + event.getValue() + " at " + this
                        + Recorder.loader(session));
        Mischief.ofThe(label, what);
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
        activation("sessionDidActivate", event);
    }

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
        activation("sessionWillPassivate", event);
    }

    private void activation(String what, HttpSessionEvent event) {
        var session = event.getSession();
        Trace.of(session.getServletContext()).say(what + " " + this + Recorder.loader(session));
        Mischief.ofThe(label, what);
    }

    @Override
    public String toString() {
        return label + (changes == 0 ? "" : " changed " + changes);
    }
}
