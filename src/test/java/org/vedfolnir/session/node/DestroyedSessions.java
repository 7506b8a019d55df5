package org.vedfolnir.session.node;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Records which sessions ended, as a listener of the application is notified: by the value of their attribute {@code color}. */
public final class DestroyedSessions implements HttpSessionListener {

    public static final List<Object> SEEN = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        var color = event.getSession().getAttribute("color");
        if (color != null) {
            SEEN.add(color);
        }
    }

    public static int times(String color) {
        return Collections.frequency(List.copyOf(SEEN), color);
    }
}
