package org.vedfolnir.session.registry.listing;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Enumeration;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A session as an operator inspects it. Text, numbers, dates and locales are shown; of other values their JSON, or their class and size: no class
 * of the application is loaded, and no object of it is created. For one thread.
 */
final class InspectedSession implements HttpSession {

    private final ListedSession session;
    private final OperatorActions actions;
    private boolean isEnded;

    InspectedSession(ListedSession session, OperatorActions actions) {
        this.session = session;
        this.actions = actions;
    }

    private void requireLive() {
        if (isEnded) {
            throw new IllegalStateException("The session " + session.getId() + " has been ended.");
        }
    }

    @Override
    public String getId() {
        return session.getId();
    }

    @Override
    public long getCreationTime() {
        requireLive();
        return session.getCreationTime();
    }

    @Override
    public long getLastAccessedTime() {
        requireLive();
        return session.getLastAccessedTime();
    }

    @Override
    public ServletContext getServletContext() {
        return actions.runtime().context().getServletContext();
    }

    @Override
    public int getMaxInactiveInterval() {
        return session.getMaxInactiveInterval();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        requireLive();
        return AttributeSummary.of(
                session.live().document(), name, actions.runtime().components().values());
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        requireLive();
        var names = new TreeSet<>(session.live().document().attributes().keySet());
        names.addAll(session.live().document().parts().keySet());
        return Collections.enumeration(names);
    }

    @Override
    public void removeAttribute(String name) {
        requireLive();
        if (actions.remove(session.storedId(), name)) {
            session.reread();
        }
    }

    @Override
    public void invalidate() {
        requireLive();
        isEnded = true;
        if (!actions.end(session.storedId())) {
            throw new IllegalStateException("The session " + session.getId() + " was over before.");
        }
    }

    @Override
    public boolean isNew() {
        return false;
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        session.setMaxInactiveInterval(seconds);
    }

    @Override
    public void setAttribute(String name, Object value) {
        throw new UnsupportedOperationException("An operator can remove the attribute " + name + ", but not set it.");
    }
}
