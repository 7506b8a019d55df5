package org.vedfolnir.account.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountAttributes;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.SignedOut;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.admin.SeveralEnded;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.web.filter.ForgeryFilter;

/** Begins, changes and ends the session of a user who signs in. {@link SessionContext} reads it. Thread-safe. */
@ApplicationScoped
public class SignedInSession {

    private static final int TOKEN_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject
    HttpServletRequest request;

    @Inject
    SessionContext context;

    @Inject
    ClientDescription client;

    @Inject
    SessionRegistry registry;

    @Inject
    Clock clock;

    /** Signs the user in, in a new session without the attributes of an earlier user. */
    public void signIn(Account account) {
        var before = request.getSession(false);
        if (before != null) {
            registry.endCurrent(EndReason.SIGNED_OUT);
        }
        var session = request.getSession();
        session.setAttribute(AccountAttributes.USER_ID, account.requireId());
        session.setAttribute(AccountAttributes.EPOCH, account.getEpoch());
        describe(session, account);
        session.setAttribute(AccountAttributes.CONFIRMED_AT, clock.millis());
        session.setAttribute(ForgeryFilter.ATTRIBUTE, token());
        client.describe(session);
        registry.record(new SessionEvent.SignedIn());
    }

    /** Copies the account fields that pages, other programs and the container read. */
    private void describe(HttpSession session, Account account) {
        session.setAttribute(AccountAttributes.USERNAME, account.getUsername());
        session.setAttribute(AccountAttributes.EMAIL, account.getEmail());
        session.setAttribute(AccountAttributes.ROLE, account.getRole().stored());
        session.setAttribute(AccountAttributes.REVISION, account.getRevision());
        registry.authenticated(account.getUsername(), account.getRole().included());
    }

    /** Reloads a changed account. If the role has changed, the session gets a new id. */
    void reload(Account account) {
        var before = context.getRole();
        describe(request.getSession(), account);
        if (before != account.getRole()) {
            SessionIdChange.markChanging(request);
            request.changeSessionId();
        }
    }

    /** Stores that the user has just confirmed the password, and changes the session id. */
    public void confirm() {
        request.getSession().setAttribute(AccountAttributes.CONFIRMED_AT, clock.millis());
        request.changeSessionId();
    }

    /** The same after a change of the password: this session stays valid in the new epoch of the account. */
    public void confirm(Account changed) {
        request.getSession().setAttribute(AccountAttributes.EPOCH, changed.getEpoch());
        confirm();
    }

    /** Clears the mark of an announced change that was rolled back. */
    void clearReloadDue() {
        request.getSession().removeAttribute(AccountAttributes.REVISION_DUE);
    }

    /** Records a rejected sign-in. */
    public void signInFailed(String reason) {
        registry.record(new SessionEvent.SignInFailed(reason));
    }

    /**
     * Signs out a browser that sent the cookies of several sessions, of which none is opened. All of them end if the form belongs to one of them. A
     * stranger who planted a cookie loses their own session. The users of the sessions are unknown, so {@link SignedOut} is not fired.
     *
     * @param token of the form
     */
    public SeveralEnded signOutOfSeveral(String token) {
        return registry.endSeveral(ForgeryFilter.ATTRIBUTE, token, EndReason.SIGNED_OUT);
    }

    /**
     * Saves the changes and events of this request so far.
     *
     * @return false if the user has reached the limit of sessions; the user is not signed in then
     */
    public boolean save() {
        return registry.save();
    }

    /** Ends the session, on every node. */
    void end(EndReason reason) {
        registry.endCurrent(reason);
    }

    private static String token() {
        var bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
