package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What happens when a person has proved who she is. Thread-safe. */
@ApplicationScoped
class SignIn {

    @Inject
    @SuppressWarnings("NullAway.Init")
    SessionContext session;

    @Inject
    @SuppressWarnings("NullAway.Init")
    KnownDevices devices;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Event<SignedIn> signedIn;

    /** Makes the request's session hers, and her browser a known one. */
    void complete(HttpServletRequest request, HttpServletResponse response, Account account) {
        session.signIn(account);
        signedIn.fire(new SignedIn(account));
        devices.remember(request, response, account);
    }
}
