package org.vedfolnir.account.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.FoldedName;
import org.vedfolnir.account.hashing.HashingRequester;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.admin.Throttle;
import org.vedfolnir.session.admin.Throttle.BackoffPolicy;
import org.vedfolnir.session.event.ClientNetwork;
import org.vedfolnir.web.Digests;

/**
 * Limits how often passwords may be tried, across the cluster. All unknown browsers that type one name share a slow bucket, and all tries from one
 * network another; a browser with a device cookie has a bucket of its own, so that nobody can lock its owner out.
 *
 * <p>A stranger's bucket depends only on the typed text, in its {@link FoldedName}, and never on the database: a bucket of the account would link its
 * name with its e-mail address, or reveal that it exists. The price is that name and address have a bucket each. Thread-safe.
 */
@ApplicationScoped
class SignInThrottle {

    /** A hundred tries at one name take more than three days; at name and address in turn, half as long. */
    static final BackoffPolicy STRANGERS =
            new BackoffPolicy(5, Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofDays(1));

    /** A mistyped password does not cost much time. */
    static final BackoffPolicy KNOWN_DEVICE =
            new BackoffPolicy(10, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(1));

    /** Many people may share a network: only failures stay counted. */
    static final BackoffPolicy NETWORK =
            new BackoffPolicy(50, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1));

    @Inject
    SessionRegistry registry;

    @Inject
    DeviceCookies deviceCookies;

    /**
     * The buckets that a try is counted in.
     *
     * @param network the bucket of the network; null for a known device
     * @param name the bucket of the device, or of the typed name
     * @param requester of the hash that checks the password
     */
    record Buckets(@Nullable String network, String name, HashingRequester requester) {}

    /** The requester of a sign-in without a device cookie. */
    static Optional<HashingRequester> stranger(HttpServletRequest request) {
        return DeviceCookies.isClaimed(request)
                ? Optional.empty()
                : Optional.of(HashingRequester.stranger(network(request)));
    }

    /** Does not ask the store. */
    Buckets buckets(HttpServletRequest request, String name, @Nullable Account account) {
        var device = deviceCookies.number(request, account);
        if (device.isPresent() && account != null) {
            return new Buckets(null, "device:" + device.get(), HashingRequester.known(account.requireId()));
        }
        var network = network(request);
        return new Buckets(
                "network:" + network,
                "name:" + Digests.base64OfSha256(FoldedName.of(name)),
                HashingRequester.stranger(network));
    }

    /** Counts a try before it is made. @return zero when it may be made; else how long it has to wait */
    Duration attempt(Buckets buckets) {
        if (buckets.network() == null) {
            return throttle().attempt(buckets.name(), KNOWN_DEVICE);
        }
        var wait = throttle().attempt(buckets.network(), NETWORK);
        return wait.isZero() ? throttle().attempt(buckets.name(), STRANGERS) : wait;
    }

    /**
     * The password was right. A bucket that strangers share goes back to what it was before this try: if it were forgotten, a stranger whose wait ends
     * early would learn that somebody has that name.
     */
    void succeeded(Buckets buckets) {
        if (buckets.network() == null) {
            throttle().forget(buckets.name());
        } else {
            refund(buckets);
        }
    }

    /** Takes back a counted try whose password was not checked. */
    void refund(Buckets buckets) {
        throttle().refund(buckets.name());
        if (buckets.network() != null) {
            throttle().refund(buckets.network());
        }
    }

    private Throttle throttle() {
        return registry.throttle();
    }

    private static String network(HttpServletRequest request) {
        var network = ClientNetwork.of(request.getRemoteAddr());
        return network.isEmpty() ? "unknown" : network;
    }
}
