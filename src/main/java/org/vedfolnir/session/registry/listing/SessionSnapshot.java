package org.vedfolnir.session.registry.listing;

import java.security.Principal;
import java.util.Collections;
import java.util.Iterator;
import org.apache.catalina.Manager;
import org.apache.catalina.Session;
import org.apache.catalina.SessionListener;
import org.jspecify.annotations.Nullable;

/** What a session of a list does not have or do: it belongs to no request, has no notes, and cannot be changed but by ending it. */
abstract class SessionSnapshot implements Session {

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("A session in a list cannot be changed; it can be ended.");
    }

    @Override
    public final String getIdInternal() {
        return getId();
    }

    @Override
    public final long getCreationTimeInternal() {
        return getCreationTime();
    }

    @Override
    public final long getThisAccessedTime() {
        return getLastAccessedTime();
    }

    @Override
    public final long getThisAccessedTimeInternal() {
        return getLastAccessedTime();
    }

    @Override
    public final long getLastAccessedTimeInternal() {
        return getLastAccessedTime();
    }

    @Override
    public final long getIdleTime() {
        return getIdleTimeInternal();
    }

    @Override
    public final boolean isNew() {
        return false;
    }

    @Override
    public final boolean isAttributeDistributable(String name, Object value) {
        return true;
    }

    @Override
    public final @Nullable Object getNote(String name) {
        return null;
    }

    @Override
    public final Iterator<String> getNoteNames() {
        return Collections.emptyIterator();
    }

    @Override
    public final void setAuthType(String type) {
        throw readOnly();
    }

    @Override
    public final void setCreationTime(long time) {
        throw readOnly();
    }

    @Override
    public final void setId(String id) {
        throw readOnly();
    }

    @Override
    public final void setId(String id, boolean notify) {
        throw readOnly();
    }

    @Override
    public final void setManager(Manager manager) {
        throw readOnly();
    }

    @Override
    public final void setMaxInactiveInterval(int seconds) {
        throw readOnly();
    }

    @Override
    public final void setNew(boolean isNew) {
        throw readOnly();
    }

    @Override
    public final void setPrincipal(Principal principal) {
        throw readOnly();
    }

    @Override
    public final void setValid(boolean isValid) {
        throw readOnly();
    }

    @Override
    public final void setNote(String name, Object value) {
        throw readOnly();
    }

    @Override
    public final void removeNote(String name) {
        throw readOnly();
    }

    @Override
    public final void access() {
        throw readOnly();
    }

    @Override
    public final void endAccess() {
        throw readOnly();
    }

    @Override
    public final void recycle() {
        throw readOnly();
    }

    @Override
    public final void addSessionListener(SessionListener listener) {
        throw readOnly();
    }

    @Override
    public final void removeSessionListener(SessionListener listener) {
        throw readOnly();
    }

    @Override
    public final void tellChangedSessionId(
            String newId, String oldId, boolean notifySessionListeners, boolean notifyContainerListeners) {
        throw readOnly();
    }
}
