package org.vedfolnir.account.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.SignedIn;
import org.vedfolnir.account.SignedOut;
import org.vedfolnir.account.session.SignedInSession;
import org.vedfolnir.web.SessionCookie;

/**
 * Completes the sign-in of a person who has authenticated: by password, or in a way of the application's own. Thread-safe.
 */
@ApplicationScoped
public class SignIn {

    @Inject
    SignedInSession session;

    @Inject
    DeviceCookies deviceCookies;

    @Inject
    Event<SignedIn> signedIn;

    @Inject
    Event<SignedOut> signedOut;

    /**
     * Signs the person in and remembers the browser.
     *
     * @return false when the account has reached its limit of sessions: nobody is signed in then
     */
    public boolean complete(HttpServletRequest request, HttpServletResponse response, Account account) {
        session.signIn(account);
        signedIn.fire(new SignedIn(account));
        var complete = session.save();
        if (!complete) {
            signedOut.fire(new SignedOut(account.requireId(), account.getUsername()));
            session.signInFailed("too many sessions");
            SessionCookie.remove(request, response);
        }
        deviceCookies.remember(request, response, account);
        return complete;
    }
}
