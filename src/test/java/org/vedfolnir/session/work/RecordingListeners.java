package org.vedfolnir.session.work;

import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the calls of an application's listeners. */
public final class RecordingListeners
        implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {

    public static final List<String> LINES = new CopyOnWriteArrayList<>();

    public static int times(String line) {
        return Collections.frequency(List.copyOf(LINES), line);
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        LINES.add("created");
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        LINES.add("destroyed");
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String formerId) {
        LINES.add("id changed");
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        LINES.add("added " + event.getName() + " " + event.getValue());
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
        LINES.add("replaced " + event.getName() + " " + event.getValue());
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        LINES.add("removed " + event.getName() + " " + event.getValue());
    }
}
