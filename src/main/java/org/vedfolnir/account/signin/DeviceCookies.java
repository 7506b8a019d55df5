package org.vedfolnir.account.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.Account;
import org.vedfolnir.database.SharedSecrets;
import org.vedfolnir.web.SessionCookie;

/**
 * Recognizes a browser in which an account has signed in before, by a signed cookie, so that strangers who guess passwords cannot lock out the owner
 * of the account (OWASP, Slow Down Online Guessing Attacks with Device Cookies). The cookie grants no access. It is bound to one account and its
 * password hash: after a change of the password all browsers are unknown again. Thread-safe.
 */
@ApplicationScoped
public class DeviceCookies {

    private static final String NAME = "device";
    private static final int BYTES = 16;
    /** A browser has one cookie; a subdomain of another party may add more. */
    private static final int MOST_COOKIES = 8;

    private static final Duration LIFE = Duration.ofDays(365);
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{43})");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    @Inject
    SharedSecrets secrets;

    private final SecureRandom random = new SecureRandom();

    /**
     * The number of this browser, 22 characters, if this account has signed in with it. Without an account the cookie is checked in the same way, so
     * that a request with many forged cookies takes equally long for existing and unknown names.
     */
    Optional<String> number(HttpServletRequest request, @Nullable Account account) {
        return Arrays.stream(Optional.ofNullable(request.getCookies()).orElseGet(() -> new Cookie[0]))
                .filter(cookie -> cookie.getName().equals(name(request)))
                .limit(MOST_COOKIES)
                .map(cookie -> FORM.matcher(cookie.getValue()))
                .filter(parts ->
                        parts.matches() && secrets.isSignature(parts.group(2), NAME, signed(parts.group(1), account)))
                .map(parts -> parts.group(1))
                .filter(number -> account != null)
                .findFirst();
    }

    /** Whether the browser sends a device cookie. Its signature is not verified. */
    static boolean isClaimed(HttpServletRequest request) {
        return Arrays.stream(Optional.ofNullable(request.getCookies()).orElseGet(() -> new Cookie[0]))
                .anyMatch(cookie -> cookie.getName().equals(name(request)));
    }

    /** Marks the browser as known for the account. The number is new each time, so that no two browsers share one. */
    public void remember(HttpServletRequest request, HttpServletResponse response, Account account) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var number = BASE64.encodeToString(bytes);
        var cookie = SessionCookie.like(
                request, name(request), number + "." + secrets.signature(NAME, signed(number, account)));
        cookie.setMaxAge((int) LIFE.toSeconds());
        response.addCookie(cookie);
    }

    /** Has the same prefix as the session cookie. */
    private static String name(HttpServletRequest request) {
        return SessionCookie.prefix(request) + NAME;
    }

    private static String signed(String number, @Nullable Account account) {
        return account == null
                ? number + "\nnobody\n"
                : number + "\n" + account.getId() + "\n" + account.getPasswordHash();
    }
}
