package org.vedfolnir.session.http.save;

import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.engine.SessionChange;
import org.vedfolnir.session.http.runtime.ManagerRuntime;
import org.vedfolnir.session.signon.SignOnMember;
import org.vedfolnir.session.signon.SingleSignOnRepository;
import org.vedfolnir.session.store.SessionId;

/**
 * The single sign-on of a live session: the one that its document names, or another that a request joined. Used by one
 * session.
 */
public final class SignOnMembership {

    private final StoredState stored;
    private final ManagerRuntime runtime;
    private volatile @Nullable Joining joining;
    private volatile boolean endsWithoutUs;

    /** @param begins the user, if the sign-on begins with this session, otherwise null */
    private record Joining(SessionId signOn, @Nullable Authentication begins) {}

    public SignOnMembership(StoredState stored, ManagerRuntime runtime) {
        this.stored = stored;
        this.runtime = runtime;
    }

    /** Null if there is none. */
    @Nullable
    public SessionId id() {
        return joining != null
                ? joining.signOn()
                : SessionId.parse(stored.document().signOn()).orElse(null);
    }

    /** Joins a sign-on with the next save. */
    public void join(SessionId signOn) {
        if (!signOn.equals(id())) {
            joining = new Joining(signOn, null);
        }
    }

    /**
     * Begins a sign-on with the next save.
     *
     * @param principal the user that signed in
     * @param type of authentication
     */
    public void begin(SessionId signOn, Principal principal, @Nullable String type) {
        joining = new Joining(signOn, runtime.components().principals().stored(principal, type));
    }

    /** The sign-on that the next save names; null if there is none. */
    @Nullable
    String change() {
        return joining == null ? null : joining.signOn().value();
    }

    /** The single sign-on has begun to end: the session only ends itself. */
    public void endsWithoutUs() {
        endsWithoutUs = true;
    }

    /** Returns the sign-on to end if the session ends before its timeout; null if there is none. */
    @Nullable
    public SessionId toEnd() {
        return endsWithoutUs ? null : id();
    }

    /**
     * Enters the session into its single sign-on before a save, so that the sign-on knows where its sessions are before
     * they are stored.
     *
     * @return false if the sign-on has ended, and therefore this session
     */
    public boolean enlist(SessionChange change, long idle) {
        if (joining != null && joining.begins() != null) {
            return runtime.running().signOns().begin(joining.signOn(), joining.begins(), member(change, idle));
        }
        var signOn = id();
        if (signOn == null || joining == null && change.formerId() == null && change.idle() == null) {
            return true;
        }
        var membership = runtime.running().signOns().keep(signOn, member(change, idle));
        // the sign-on may expire before the session, which then continues
        return membership == SingleSignOnRepository.Membership.MEMBER
                || membership == SingleSignOnRepository.Membership.NO_SIGN_ON && joining == null;
    }

    private SignOnMember member(SessionChange change, long idle) {
        var former = change.formerId();
        return new SignOnMember(
                stored.document().handle(),
                runtime.application(),
                idle,
                former == null ? List.of(change.id()) : List.of(former, change.id()));
    }

    /**
     * Checks, after a save, a sign-on that the session has joined.
     *
     * @param fresh whether the session was not stored before: then a sign-out in between could not end it
     * @param saved the single sign-on that the save named; null if it named none
     * @return false if the sign-on has ended
     */
    public boolean confirm(boolean fresh, @Nullable String saved) {
        var joined = joining != null && joining.signOn().value().equals(saved) ? joining : null;
        if (joined != null) {
            joining = null;
        }
        return !fresh
                || joined == null
                || joined.begins() != null
                || runtime.running().signOns().isOpen(joined.signOn());
    }
}
