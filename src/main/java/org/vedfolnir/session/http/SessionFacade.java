package org.vedfolnir.session.http;

import java.util.Enumeration;
import org.apache.catalina.session.StandardSessionFacade;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.local.ContainerAttributes;

/**
 * The session object of the application; the engine finds its own session behind it. Inside of its request it is that
 * request's copy. If the application keeps it longer, it is the current session, as with Tomcat's own manager ({@link
 * RetainedSession}).
 */
public final class SessionFacade extends StandardSessionFacade {

    private final VedfolnirSession session;

    SessionFacade(VedfolnirSession session) {
        super(session);
        this.session = session;
    }

    public boolean isOf(SessionRuntime runtime) {
        return session.getManager() == runtime.manager();
    }

    public VedfolnirSession session() {
        return session;
    }

    @Override
    public String getId() {
        return session.isOver() ? session.retained().read(VedfolnirSession::getId) : super.getId();
    }

    @Override
    public long getCreationTime() {
        return session.isOver() ? session.retained().read(VedfolnirSession::getCreationTime) : super.getCreationTime();
    }

    @Override
    public long getLastAccessedTime() {
        return session.isOver()
                ? session.retained().read(VedfolnirSession::getLastAccessedTime)
                : super.getLastAccessedTime();
    }

    @Override
    public int getMaxInactiveInterval() {
        return session.isOver()
                ? session.retained().read(VedfolnirSession::getMaxInactiveInterval)
                : super.getMaxInactiveInterval();
    }

    @Override
    public boolean isNew() {
        return session.isOver() ? session.retained().read(VedfolnirSession::isNew) : super.isNew();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return session.isOver() && !ContainerAttributes.isLocalName(name)
                ? session.retained().read(now -> now.getAttribute(name))
                : super.getAttribute(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return session.isOver()
                ? session.retained().read(VedfolnirSession::getAttributeNames)
                : super.getAttributeNames();
    }

    @Override
    public void setMaxInactiveInterval(int interval) {
        if (!session.isOver()) {
            super.setMaxInactiveInterval(interval);
        }
        if (session.isOver()) {
            session.retained().change(now -> now.setMaxInactiveInterval(interval));
        }
    }

    /** A request that ended in the middle of this may have saved its session before; then the attribute is set again. */
    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (!session.isOver() || ContainerAttributes.isLocal(value)) {
            super.setAttribute(name, value);
        }
        if (session.isOver() && !ContainerAttributes.isLocal(value)) {
            session.retained().change(now -> now.setAttribute(name, value));
        }
    }

    @Override
    public void removeAttribute(String name) {
        if (!session.isOver() || ContainerAttributes.isLocalName(name)) {
            super.removeAttribute(name);
        }
        if (session.isOver() && !ContainerAttributes.isLocalName(name)) {
            session.retained().change(now -> now.removeAttribute(name));
        }
    }

    @Override
    public void invalidate() {
        if (session.isOver()) {
            session.retained().invalidate();
        } else {
            super.invalidate();
        }
    }
}
