package org.vedfolnir.session.http;

import java.security.Principal;
import java.util.Objects;
import org.apache.catalina.SessionListener;
import org.apache.catalina.authenticator.SavedRequest;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.http.save.LiveState;
import org.vedfolnir.session.http.save.StoredState;
import org.vedfolnir.session.local.LocalOwner;
import org.vedfolnir.session.signon.LoginNotes;
import org.vedfolnir.session.signon.SessionUser;
import org.vedfolnir.session.store.SessionId;

/**
 * The container's data of a session besides its attributes: id, times, user, the notes of a FORM login, and its own
 * listeners. Tomcat takes them for local; here they come from the document, or are kept by the session's handle.
 */
abstract class ContainerSession extends StandardSession implements LocalOwner, LiveState {

    private static final long serialVersionUID = 1;
    /** The servlet API's usual value for "no timeout". */
    private static final int NEVER = -1;

    final transient SessionRuntime runtime;
    final transient StoredState stored;
    private final transient SessionLocals locals;

    /** The stored form of {@code principal} and {@code authType}. */
    private transient volatile SessionUser user = new SessionUser(null);
    /** Guards that both belong to one user. Neither is computed under it. */
    private final transient Object userChange = new Object();

    private transient boolean loginRestored;
    private transient boolean loginChanged;

    ContainerSession(SessionRuntime runtime, StoredState stored) {
        super(runtime.manager());
        this.runtime = runtime;
        this.stored = stored;
        this.locals = new SessionLocals(runtime, this);
    }

    /** The values that only this node has. */
    final SessionLocals locals() {
        return locals;
    }

    /**
     * Takes over the stored state.
     *
     * @param name the id that the application sees
     * @param lastAccess by the store's clock
     */
    final void restore(String name, long lastAccess) {
        var document = document();
        id = name;
        creationTime = document.createdAt().toEpochMilli();
        var used = runtime.components().lastAccessTimes().of(document.handle(), lastAccess);
        lastAccessedTime = Math.max(creationTime, used); // two clocks: a node's and the store's
        thisAccessedTime = lastAccessedTime;
        restoreIdle();
        restoreUser();
        listeners = runtime.containerListeners().of(document.handle());
        isValid = true;
    }

    /** The time in the document, to the millisecond, so that every request sees the same. */
    @Override
    public void setCreationTime(long time) {
        super.setCreationTime(storedId() == null ? document().createdAt().toEpochMilli() : time);
    }

    /** Takes over the stored idle timeout. */
    final void restoreIdle() {
        var idle = document().idle();
        maxInactiveInterval = idle == 0 ? NEVER : (int) Math.min(Integer.MAX_VALUE, Math.max(1, idle / 1000));
    }

    @Override
    public final long idle() {
        return maxInactiveInterval <= 0 ? 0 : maxInactiveInterval * 1000L;
    }

    /** The store counts idle time; a node's clock ends nothing. Servlet 6.0 §7.5. */
    @Override
    public boolean isValid() {
        return isValid;
    }

    @Override
    protected boolean isValidInternal() {
        return isValid;
    }

    /** Returns the stored id of a session with its own id. */
    public final SessionId storedUnder(String id) {
        return stored.place(id, runtime);
    }

    /** The session begins under the id of another application's session. */
    public final void cross() {
        stored.cross();
    }

    public final SessionDocument document() {
        return stored.document();
    }

    public final long lastAccess() {
        return lastAccessedTime;
    }

    @Override
    public final String handle() {
        return stored.handle();
    }

    @Override
    public final @Nullable SessionId storedId() {
        return stored.id();
    }

    /** A request has set the user, or its type of authentication. */
    abstract void userSet();

    /**
     * Takes over the stored user. The principal is computed on demand, since that may call the realm, or a class of the
     * application.
     */
    final void restoreUser() {
        restoreUser(stored.document().authentication());
    }

    private void restoreUser(@Nullable Authentication authentication) {
        synchronized (userChange) {
            user = new SessionUser(authentication);
            principal = null;
            authType = authentication == null || authentication.type().isEmpty() ? null : authentication.type();
        }
    }

    @Override
    public @Nullable Principal getPrincipal() {
        var known = user;
        if (principal == null && !known.isKnown()) {
            var restored = known.restored(runtime.components().principals(), locals.principal());
            synchronized (userChange) {
                if (user.equals(known)) { // otherwise another request has signed in or out in between
                    principal = restored;
                }
            }
        }
        return principal;
    }

    @Override
    public void setPrincipal(@Nullable Principal principal) {
        synchronized (userChange) {
            if (principal == null || principal != this.principal) {
                user = new SessionUser(principal, authType);
            }
            super.setPrincipal(principal);
        }
        userSet();
    }

    @Override
    public void setAuthType(@Nullable String authType) {
        if (!Objects.equals(authType, this.authType)) {
            user = new SessionUser(getPrincipal(), authType);
        }
        super.setAuthType(authType);
        userSet();
    }

    @Override
    public final @Nullable Authentication authentication() {
        return user.stored(runtime.components().principals());
    }

    @Override
    public final @Nullable Principal principalOfThisNode() {
        return user.ofThisNode();
    }

    @Override
    public @Nullable Object getNote(String name) {
        restoreLogin(name);
        return super.getNote(name);
    }

    @Override
    public void setNote(String name, Object value) {
        restoreLogin(name);
        super.setNote(name, value);
        loginChanged |= LoginNotes.holds(name);
    }

    @Override
    public void removeNote(String name) {
        restoreLogin(name);
        super.removeNote(name);
        loginChanged |= LoginNotes.holds(name);
    }

    private void restoreLogin(String note) {
        if (loginRestored || !LoginNotes.holds(note)) {
            return;
        }
        loginRestored = true;
        var kept = stored.document().pendingLogin();
        var saved = kept == null ? null : LoginNotes.read(kept);
        if (saved != null) {
            super.setNote(LoginNotes.REQUEST_NOTE, saved);
            super.setNote(LoginNotes.ID_NOTE, id);
        }
    }

    @Override
    public final boolean isLoginChanged() {
        return loginChanged;
    }

    @Override
    public final @Nullable String pendingLogin() {
        return super.getNote(LoginNotes.REQUEST_NOTE) instanceof SavedRequest saved ? LoginNotes.write(saved) : null;
    }

    @Override
    public final void loginSaved(@Nullable String login) {
        loginChanged &= !Objects.equals(pendingLogin(), login);
    }

    /** Takes over what another node saved besides the attributes, unless a request of this node has changed it. */
    final void refreshBesideAttributes(ContainerSession found) {
        var known = document();
        var newer = found.document();
        if (Objects.equals(authentication(), known.authentication())
                && !Objects.equals(newer.authentication(), known.authentication())) {
            restoreUser(newer.authentication());
        }
        if (idle() == known.idle()) {
            maxInactiveInterval = found.maxInactiveInterval;
        }
        if (!loginChanged && !Objects.equals(newer.pendingLogin(), known.pendingLogin())) {
            super.removeNote(LoginNotes.REQUEST_NOTE);
            super.removeNote(LoginNotes.ID_NOTE);
            loginRestored = false;
        }
        if (stored.isUnder(id)) { // another node may have changed the id
            id = found.id;
            stored.moveTo(found.stored);
        }
        stored.replace(newer);
    }

    @Override
    public void addSessionListener(SessionListener listener) {
        super.addSessionListener(listener);
        runtime.containerListeners().add(handle(), listener);
    }

    @Override
    public void removeSessionListener(SessionListener listener) {
        super.removeSessionListener(listener);
        runtime.containerListeners().remove(handle(), listener);
    }
}
