package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.Attempts;
import org.vedfolnir.session.admin.Attempts.Waits;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.web.ClientAddress;

/**
 * How often a password may be tried, all over the cluster. All strangers who try one account share a slow lane, and all tries from one network
 * another; a browser in which the person has signed in before has a lane of its own, so that nobody can keep her out. A name that no
 * account has is counted like one that an account has. Thread-safe.
 */
@ApplicationScoped
class SignInLimits {

    /** A hundred tries take more than three days. */
    static final Waits STRANGERS = new Waits(5, Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofDays(1));

    /** Who mistypes is not punished for long. */
    static final Waits KNOWN_DEVICE = new Waits(10, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(1));

    /** Many people may share a network: only what went wrong stays counted. */
    static final Waits NETWORK = new Waits(50, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1));

    @Inject
    @SuppressWarnings("NullAway.Init")
    SessionRegistry registry;

    @Inject
    @SuppressWarnings("NullAway.Init")
    KnownDevices devices;

    /**
     * A try that may be made, or has to wait.
     *
     * @param network the lane of the network; null for a known device
     * @param account the lane of the account
     * @param delay zero when it may be made: it is counted
     */
    record Try(@Nullable String network, String account, Duration delay) {

        boolean mayBeMade() {
            return delay.isZero();
        }
    }

    /** Counts a try before it is made. */
    Try begin(HttpServletRequest request, String name, @Nullable Account account) {
        var device = account == null ? Optional.<String>empty() : devices.number(request, account);
        if (device.isPresent()) {
            var lane = "device:" + device.get();
            return new Try(null, lane, attempts().attempt(lane, KNOWN_DEVICE));
        }
        var network = "network:" + network(request);
        var lane = account == null ? "name:" + digest(name.toLowerCase(Locale.ROOT)) : "account:" + account.getId();
        var wait = attempts().attempt(network, NETWORK);
        return new Try(network, lane, wait.isZero() ? attempts().attempt(lane, STRANGERS) : wait);
    }

    /** The password was right. */
    void succeeded(Try made) {
        attempts().forget(made.account());
        if (made.network() != null) {
            attempts().pardon(made.network());
        }
    }

    private Attempts attempts() {
        return registry.attempts();
    }

    private static String network(HttpServletRequest request) {
        var network = ClientAddress.shortened(request.getRemoteAddr());
        return network.isEmpty() ? "unknown" : network;
    }

    private static String digest(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "This Java has no SHA-256, which every Java must have. Check its security file.", e);
        }
    }
}
