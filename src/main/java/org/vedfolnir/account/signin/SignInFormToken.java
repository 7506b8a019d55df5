package org.vedfolnir.account.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.vedfolnir.database.SharedSecrets;
import org.vedfolnir.web.SessionCookie;

/**
 * The CSRF token of the sign-in form, for visitors without a session: a random number in a cookie and its signature in the form (OWASP, signed
 * double-submit cookie). It keeps another site from signing a browser in to a foreign account. Nothing is stored. Thread-safe.
 */
@ApplicationScoped
class SignInFormToken {

    private static final String NAME = "visitor";
    private static final int BYTES = 16;

    @Inject
    SharedSecrets secrets;

    private final SecureRandom random = new SecureRandom();

    /** The value that the form must send back. The other half is in a cookie of the browser, which is created if it is missing. */
    String issue(HttpServletRequest request, HttpServletResponse response) {
        var number = number(request).orElseGet(() -> {
            var bytes = new byte[BYTES];
            random.nextBytes(bytes);
            var fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            response.addCookie(SessionCookie.like(request, name(request), fresh));
            return fresh;
        });
        return secrets.signature(NAME, number);
    }

    /** Whether the value comes from our form in this browser. */
    boolean isOf(HttpServletRequest request, String sent) {
        return number(request)
                .filter(number -> secrets.isSignature(sent, NAME, number))
                .isPresent();
    }

    private static Optional<String> number(HttpServletRequest request) {
        return Arrays.stream(Optional.ofNullable(request.getCookies()).orElseGet(() -> new Cookie[0]))
                .filter(cookie -> cookie.getName().equals(name(request)))
                .map(Cookie::getValue)
                .filter(value -> value.matches("[A-Za-z0-9_-]{22}"))
                .findFirst();
    }

    private static String name(HttpServletRequest request) {
        return SessionCookie.prefix(request) + NAME;
    }
}
