package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vedfolnir.database.SharedSecrets;
import org.vedfolnir.web.SessionCookie;

/**
 * Knows a browser in which a person has signed in before by a signed cookie, so that strangers who try her name cannot keep her out
 * (OWASP, Slow Down Online Guessing Attacks with Device Cookies). The cookie opens nothing. It is for one account, and for its
 * password: with a new one every browser is a stranger's. Thread-safe.
 */
@ApplicationScoped
class KnownDevices {

    private static final String NAME = "device";
    private static final int BYTES = 16;
    private static final Duration LIFE = Duration.ofDays(365);
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{43})");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    @Inject
    @SuppressWarnings("NullAway.Init")
    SharedSecrets secrets;

    private final SecureRandom random = new SecureRandom();

    /** The number of this browser, 22 letters, when this account has signed in with it. */
    Optional<String> number(HttpServletRequest request, Account account) {
        return Arrays.stream(Optional.ofNullable(request.getCookies()).orElseGet(() -> new Cookie[0]))
                .filter(cookie -> cookie.getName().equals(name(request)))
                .map(cookie -> FORM.matcher(cookie.getValue()))
                .filter(parts -> parts.matches() && same(parts.group(2), signature(parts.group(1), account)))
                .map(parts -> parts.group(1))
                .findFirst();
    }

    /** From now on the account is known in this browser; under another number than before, so that no two browsers share one. */
    void remember(HttpServletRequest request, HttpServletResponse response, Account account) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var number = BASE64.encodeToString(bytes);
        var cookie = SessionCookie.like(request, name(request), number + "." + signature(number, account));
        cookie.setMaxAge((int) LIFE.toSeconds());
        response.addCookie(cookie);
    }

    /** With the prefix that the session's cookie has. */
    private static String name(HttpServletRequest request) {
        return SessionCookie.prefix(request) + NAME;
    }

    private String signature(String number, Account account) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secrets.secret(NAME), "HmacSHA256"));
            var signed = number + "\n" + account.getId() + "\n" + account.getPasswordHash();
            return BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "This Java has no HMAC-SHA-256, which every Java must have. Check its security file.", e);
        }
    }

    private static boolean same(String sent, String expected) {
        return MessageDigest.isEqual(
                sent.getBytes(StandardCharsets.US_ASCII), expected.getBytes(StandardCharsets.US_ASCII));
    }
}
