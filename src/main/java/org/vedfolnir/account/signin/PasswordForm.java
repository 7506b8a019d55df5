package org.vedfolnir.account.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.hashing.HashingBulkhead.Permit;
import org.vedfolnir.account.hashing.HashingOverloadException;
import org.vedfolnir.account.hashing.HashingRequester;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.account.session.SignedInSession;
import org.vedfolnir.web.LocalRedirect;

/**
 * The common part of forms that ask for the current password: throttles the attempt, checks the password and sets the message for the page.
 * Thread-safe.
 */
@ApplicationScoped
public class PasswordForm {

    public static final String HOME = "/home";

    /** A character can take four Java characters before it is normalized. */
    private static final int LONGEST = 4 * Passwords.LONGEST;

    private static final int TOO_MANY_REQUESTS = 429;
    /** Longer waits are shown in minutes. */
    private static final int MOST_SECONDS = 99;

    @Inject
    Authenticator authenticator;

    @Inject
    Passwords passwords;

    @Inject
    SignInThrottle throttle;

    @Inject
    SessionContext session;

    @Inject
    SignedInSession signedInSession;

    /**
     * Whether the form contains the password of an active account. If not, the next page shows the reason: wrong name or password (it does not say
     * which), too many attempts, or no free permit.
     *
     * @param name as submitted; the attempts of strangers are counted by it
     */
    boolean accepts(HttpServletRequest request, HttpServletResponse response, String name, @Nullable Account account) {
        var buckets = throttle.buckets(request, name, account);
        return checkWithPermit(buckets.requester(), buckets, account, request, response);
    }

    /** The same for the account of the signed-in user. */
    public boolean acceptsAgain(HttpServletRequest request, HttpServletResponse response, @Nullable Account account) {
        var buckets = throttle.buckets(request, session.requireUsername(), account);
        return checkWithPermit(HashingRequester.known(session.requireUserId()), buckets, account, request, response);
    }

    /** Without a permit, no request goes to the store: an overload must not take what sessions need. */
    private boolean checkWithPermit(
            HashingRequester requester,
            SignInThrottle.Buckets buckets,
            @Nullable Account account,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            return passwords.withPermit(requester, permit -> isRight(permit, buckets, account, request, response));
        } catch (HashingOverloadException e) {
            refuse(request, response);
            return false;
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute("busy", true);
        response.setHeader("Retry-After", HashingOverloadException.RETRY_AFTER_SECONDS);
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    private boolean isRight(
            Permit permit,
            SignInThrottle.Buckets buckets,
            @Nullable Account account,
            HttpServletRequest request,
            HttpServletResponse response) {
        var delay = throttle.attempt(buckets);
        if (!delay.isZero()) {
            delay(delay, request, response);
            return false;
        }
        if (!authenticates(permit, buckets, account, field(request, "password"))) {
            signedInSession.signInFailed("wrong name or password");
            request.setAttribute("failed", true);
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return false;
        }
        throttle.succeeded(buckets);
        return true;
    }

    private boolean authenticates(
            Permit permit, SignInThrottle.Buckets buckets, @Nullable Account account, String password) {
        try {
            return authenticator.authenticate(account, password, permit);
        } catch (HashingOverloadException e) {
            throttle.refund(buckets);
            throw e;
        }
    }

    /** Empty if it is longer than any name or password can be: not worth hashing. */
    static String field(HttpServletRequest request, String name) {
        var text = request.getParameter(name);
        return text == null || text.length() > LONGEST ? "" : text;
    }

    /** The path to redirect to afterwards. */
    static String next(HttpServletRequest request) {
        return LocalRedirect.path(request.getParameter("next"), HOME);
    }

    /** RFC 6585 §4. Earlier attempts are in the audit trail; throttled ones are not recorded, or the trail would grow by thousands of rows. */
    private static void delay(Duration delay, HttpServletRequest request, HttpServletResponse response) {
        var seconds = delay.plusMillis(999).toSeconds();
        response.setStatus(TOO_MANY_REQUESTS);
        response.setHeader("Retry-After", Long.toString(seconds));
        if (seconds > MOST_SECONDS) {
            request.setAttribute("waitMinutes", (seconds + 59) / 60);
        } else {
            request.setAttribute("waitSeconds", seconds);
        }
    }

    static void show(String page, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.setAttribute("next", next(request));
        request.getRequestDispatcher(page).forward(request, response);
    }
}
