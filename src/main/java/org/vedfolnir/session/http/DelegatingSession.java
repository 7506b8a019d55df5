package org.vedfolnir.session.http;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Iterator;
import org.apache.catalina.Manager;
import org.apache.catalina.Session;
import org.apache.catalina.SessionListener;
import org.jspecify.annotations.Nullable;

/** A session that delegates to another one what Tomcat's requests and valves call. */
public abstract class DelegatingSession implements Session {

    /** The session to which this one delegates. */
    public abstract VedfolnirSession session();

    @Override
    public @Nullable String getAuthType() {
        return session().getAuthType();
    }

    @Override
    public void setAuthType(@Nullable String authType) {
        session().setAuthType(authType);
    }

    @Override
    public long getCreationTime() {
        return session().getCreationTime();
    }

    @Override
    public long getCreationTimeInternal() {
        return session().getCreationTimeInternal();
    }

    @Override
    public void setCreationTime(long time) {
        session().setCreationTime(time);
    }

    @Override
    public String getId() {
        return session().getId();
    }

    @Override
    public String getIdInternal() {
        return session().getIdInternal();
    }

    @Override
    public void setId(String id) {
        session().setId(id);
    }

    @Override
    public void setId(String id, boolean notify) {
        session().setId(id, notify);
    }

    @Override
    public long getThisAccessedTime() {
        return session().getThisAccessedTime();
    }

    @Override
    public long getThisAccessedTimeInternal() {
        return session().getThisAccessedTimeInternal();
    }

    @Override
    public long getLastAccessedTime() {
        return session().getLastAccessedTime();
    }

    @Override
    public long getLastAccessedTimeInternal() {
        return session().getLastAccessedTimeInternal();
    }

    @Override
    public long getIdleTime() {
        return session().getIdleTime();
    }

    @Override
    public long getIdleTimeInternal() {
        return session().getIdleTimeInternal();
    }

    @Override
    public Manager getManager() {
        return session().getManager();
    }

    @Override
    public void setManager(Manager manager) {
        session().setManager(manager);
    }

    @Override
    public int getMaxInactiveInterval() {
        return session().getMaxInactiveInterval();
    }

    @Override
    public void setMaxInactiveInterval(int interval) {
        session().setMaxInactiveInterval(interval);
    }

    @Override
    public boolean isNew() {
        return session().isNew();
    }

    @Override
    public void setNew(boolean isNew) {
        session().setNew(isNew);
    }

    @Override
    public @Nullable Principal getPrincipal() {
        return session().getPrincipal();
    }

    @Override
    public void setPrincipal(@Nullable Principal principal) {
        session().setPrincipal(principal);
    }

    @Override
    public HttpSession getSession() {
        return session().getSession();
    }

    @Override
    public void setValid(boolean isValid) {
        session().setValid(isValid);
    }

    @Override
    public void addSessionListener(SessionListener listener) {
        session().addSessionListener(listener);
    }

    @Override
    public void expire() {
        session().expire();
    }

    @Override
    public @Nullable Object getNote(String name) {
        return session().getNote(name);
    }

    @Override
    public Iterator<String> getNoteNames() {
        return session().getNoteNames();
    }

    @Override
    public void recycle() {
        session().recycle();
    }

    @Override
    public void removeNote(String name) {
        session().removeNote(name);
    }

    @Override
    public void removeSessionListener(SessionListener listener) {
        session().removeSessionListener(listener);
    }

    @Override
    public void setNote(String name, Object value) {
        session().setNote(name, value);
    }

    @Override
    public void tellChangedSessionId(
            String newId, String oldId, boolean notifySessionListeners, boolean notifyContainerListeners) {
        session().tellChangedSessionId(newId, oldId, notifySessionListeners, notifyContainerListeners);
    }

    @Override
    public boolean isAttributeDistributable(String name, Object value) {
        return session().isAttributeDistributable(name, value);
    }
}
