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
import org.vedfolnir.account.hashing.Asker;
import org.vedfolnir.account.hashing.BusyException;
import org.vedfolnir.account.hashing.HashingPlaces.Place;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.account.session.SignedInSession;
import org.vedfolnir.web.Next;

/** What the forms that ask for a password have in common: a try is counted, checked, and refused in words. Thread-safe. */
@ApplicationScoped
public class PasswordForm {

    public static final String HOME = "/home";

    /** A character of a password may take four of Java's, before it is normalised. */
    private static final int LONGEST = 4 * Passwords.LONGEST;

    private static final int TOO_MANY_REQUESTS = 429;
    /** Longer waits are told in minutes. */
    private static final int MOST_SECONDS = 99;

    @Inject
    Authenticator authenticator;

    @Inject
    Passwords passwords;

    @Inject
    SignInLimits limits;

    @Inject
    SessionContext session;

    @Inject
    SignedInSession signedInSession;

    /**
     * Whether the form holds the password of an active account. When not, the page that is shown next says why: the name or the
     * password is wrong, which of them nobody is told, it is too early for another try, or there is no room to check it.
     *
     * @param name that was typed; strangers' tries are counted by it
     */
    boolean accepts(HttpServletRequest request, HttpServletResponse response, String name, @Nullable Account account) {
        var lanes = limits.lanes(request, name, account);
        return hasRoom(lanes.asker(), lanes, account, request, response);
    }

    /** The same for the account of who is signed in. */
    public boolean acceptsAgain(HttpServletRequest request, HttpServletResponse response, @Nullable Account account) {
        var lanes = limits.lanes(request, session.requireUsername(), account);
        return hasRoom(Asker.known(session.requireUserId()), lanes, account, request, response);
    }

    /** Who finds no place does not reach the store: a storm shall not take what sessions need. */
    private boolean hasRoom(
            Asker asker,
            SignInLimits.Lanes lanes,
            @Nullable Account account,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            return passwords.in(asker, place -> isRight(place, lanes, account, request, response));
        } catch (BusyException e) {
            refuse(request, response);
            return false;
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute("busy", true);
        response.setHeader("Retry-After", BusyException.RETRY_AFTER_SECONDS);
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    private boolean isRight(
            Place place,
            SignInLimits.Lanes lanes,
            @Nullable Account account,
            HttpServletRequest request,
            HttpServletResponse response) {
        var delay = limits.attempt(lanes);
        if (!delay.isZero()) {
            delay(delay, request, response);
            return false;
        }
        if (!authenticates(place, lanes, account, field(request, "password"))) {
            signedInSession.signInFailed("wrong name or password");
            request.setAttribute("failed", true);
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return false;
        }
        limits.succeeded(lanes);
        return true;
    }

    private boolean authenticates(Place place, SignInLimits.Lanes lanes, @Nullable Account account, String password) {
        try {
            return authenticator.authenticate(account, password, place);
        } catch (BusyException e) {
            limits.takeBack(lanes);
            throw e;
        }
    }

    /** Longer than any name or password of ours: not worth hashing. */
    static String field(HttpServletRequest request, String name) {
        var text = request.getParameter(name);
        return text == null || text.length() > LONGEST ? "" : text;
    }

    /** Where the form leads to. */
    static String next(HttpServletRequest request) {
        return Next.path(request.getParameter("next"), HOME);
    }

    /** RFC 6585 §4. The tries before it are recorded; who goes on is not written down ten thousand times. */
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
