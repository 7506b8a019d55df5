package org.vedfolnir.session.work;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;

/** A value that records its events. */
public final class Label implements HttpSessionBindingListener, HttpSessionActivationListener, Serializable {

    private static final long serialVersionUID = 1;

    private final String text;

    public Label(String text) {
        this.text = text;
    }

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
        say("bound");
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        say("unbound");
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
        say("activated");
    }

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
        say("passivated");
    }

    private void say(String what) {
        RecordingListeners.LINES.add(text + " " + what);
    }

    @Override
    public String toString() {
        return text;
    }
}
