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
 * The single sign-on that a live session belongs to: the one that its document names, or another that a request has brought. Used by one
 * session.
 */
public final class SignOnMembership {

    private final StoredState stored;
    private final ManagerRuntime runtime;
    private volatile @Nullable Joining joining;
    private volatile boolean endsWithoutUs;

    /** @param begins the user, when the sign-on begins with this session; else null */
    private record Joining(SessionId signOn, @Nullable Authentication begins) {}

    public SignOnMembership(StoredState stored, ManagerRuntime runtime) {
        this.stored = stored;
        this.runtime = runtime;
    }

    /** Null for none. */
    @Nullable
    public SessionId id() {
        return joining != null
                ? joining.signOn()
                : SessionId.parse(stored.document().signOn()).orElse(null);
    }

    /** From the next save on. */
    public void join(SessionId signOn) {
        if (!signOn.equals(id())) {
            joining = new Joining(signOn, null);
        }
    }

    /**
     * The same with one that begins with this session.
     *
     * @param who the user that signed in
     * @param type of authentication
     */
    public void begin(SessionId signOn, Principal who, @Nullable String type) {
        joining = new Joining(signOn, runtime.components().principals().stored(who, type));
    }

    /** The sign-on that the next save names; null for none. */
    @Nullable
    String change() {
        return joining == null ? null : joining.signOn().value();
    }

    /** The single sign-on has begun to end: the session only has to end itself. */
    public void endsWithoutUs() {
        endsWithoutUs = true;
    }

    /** The one that has to end when the session ends before its time; null for none. */
    @Nullable
    public SessionId toEnd() {
        return endsWithoutUs ? null : id();
    }

    /**
     * Before a save: enters the session into its single sign-on, which knows where its sessions lie before they lie there.
     *
     * @return false when the sign-on has ended, and so has this session
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
        // the session may outlive its sign-on by time; by that it is still what it was
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
     * After a save: asks once more for a sign-on that the session has joined.
     *
     * @param fresh whether the session lay nowhere before: then a sign-out meanwhile could not end it
     * @param saved the single sign-on that the save named; null when it named none
     * @return false when the sign-on has ended
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
