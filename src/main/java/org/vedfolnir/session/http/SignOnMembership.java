package org.vedfolnir.session.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.engine.SessionChange;
import org.vedfolnir.session.signon.SignOnMember;
import org.vedfolnir.session.signon.SingleSignOnRepository;
import org.vedfolnir.session.store.SessionId;

/**
 * The single sign-on that a live session belongs to: the one that its document names, or another that a request has brought. Used by one
 * session.
 */
public final class SignOnMembership {

    private final VedfolnirSession session;
    private final SessionRuntime runtime;
    private volatile @Nullable Joining joining;
    private volatile boolean endsWithoutUs;

    /** @param begins who signed in, when the sign-on begins with this session; else null */
    private record Joining(SessionId signOn, @Nullable Authentication begins) {}

    SignOnMembership(VedfolnirSession session, SessionRuntime runtime) {
        this.session = session;
        this.runtime = runtime;
    }

    /** Null for none. */
    @Nullable
    public SessionId id() {
        return joining != null
                ? joining.signOn()
                : SessionId.parse(session.document().signOn()).orElse(null);
    }

    /** From the next save on. */
    void join(SessionId signOn) {
        if (!signOn.equals(id())) {
            joining = new Joining(signOn, null);
        }
    }

    /** The same with one that begins with this session. */
    void begin(SessionId signOn, Authentication who) {
        joining = new Joining(signOn, who);
    }

    /** What the next save has to say of it; null for nothing. */
    @Nullable
    String change() {
        return joining == null ? null : joining.signOn().value();
    }

    /** Somebody is ending it: the session only has to end itself. */
    void endsWithoutUs() {
        endsWithoutUs = true;
    }

    /**
     * Whoever ends a session ends its single sign-on, and all others that belong to it; only time does not.
     *
     * @return the one that has begun to end; null for none
     */
    @Nullable
    SessionId beginEnd() {
        var over = endsWithoutUs ? null : id();
        if (over != null) {
            runtime.signOff().begin(over, session.document().handle());
            endsWithoutUs = true;
        }
        return over;
    }

    /** The session's time is over; that of the others is not. */
    void leave() {
        var left = id();
        if (left != null) {
            runtime.signOff().leave(left, session.document().handle());
        }
    }

    /** A single sign-on knows where its sessions lie before they lie there; false when it has ended, and so has this session. */
    boolean knows(SessionChange change, long idle) {
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
                session.document().handle(),
                runtime.application(),
                idle,
                former == null ? List.of(change.id()) : List.of(former, change.id()));
    }

    /**
     * After a save.
     *
     * @param fresh whether the session lay nowhere before: then who signed out meanwhile could not end it
     * @param saved the single sign-on that the save said; null when it said none
     * @return false when somebody did
     */
    boolean stands(boolean fresh, @Nullable String saved) {
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
