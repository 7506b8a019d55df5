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

/** Completes the sign-in of a user who has been authenticated by password, or by the application in another way. Thread-safe. */
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
     * Signs the user in and remembers the browser.
     *
     * @return false if the account has reached its limit of sessions; the user is not signed in then
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
