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
 * Limits how often passwords may be tried, across the cluster. All unknown browsers that enter the same name share a slow bucket, and all attempts
 * from one network share another. A browser with a device cookie has its own bucket, so strangers cannot lock out the owner of an account.
 *
 * <p>The bucket of a stranger depends only on the submitted text, in its {@link FoldedName}, and never on the database: a bucket of the account would
 * link its name to its e-mail address, or reveal that it exists. As a consequence, name and address have a bucket each. Thread-safe.
 */
@ApplicationScoped
class SignInThrottle {

    /** A hundred attempts at one name take more than three days; alternating between name and address, half as long. */
    static final BackoffPolicy STRANGERS =
            new BackoffPolicy(5, Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofDays(1));

    /** A mistyped password costs little time. */
    static final BackoffPolicy KNOWN_DEVICE =
            new BackoffPolicy(10, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(1));

    /** Many users may share a network: only failures stay counted. */
    static final BackoffPolicy NETWORK =
            new BackoffPolicy(50, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1));

    @Inject
    SessionRegistry registry;

    @Inject
    DeviceCookies deviceCookies;

    /**
     * The buckets that count an attempt.
     *
     * @param network the bucket of the network; null for a known device
     * @param name the bucket of the device, or of the submitted name
     * @param requester of the hash that checks the password
     */
    record Buckets(@Nullable String network, String name, HashingRequester requester) {}

    /** The requester of a sign-in without a device cookie. */
    static Optional<HashingRequester> stranger(HttpServletRequest request) {
        return DeviceCookies.isClaimed(request)
                ? Optional.empty()
                : Optional.of(HashingRequester.stranger(network(request)));
    }

    /** Makes no request to the store. */
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

    /**
     * Counts an attempt before it is made.
     *
     * @return zero if it may be made, otherwise the wait
     */
    Duration attempt(Buckets buckets) {
        if (buckets.network() == null) {
            return throttle().attempt(buckets.name(), KNOWN_DEVICE);
        }
        var wait = throttle().attempt(buckets.network(), NETWORK);
        return wait.isZero() ? throttle().attempt(buckets.name(), STRANGERS) : wait;
    }

    /**
     * The password was right. The bucket of a known device is cleared. A bucket that strangers share returns to its value before this attempt:
     * clearing it would end the wait of other strangers early and reveal that the name exists.
     */
    void succeeded(Buckets buckets) {
        if (buckets.network() == null) {
            throttle().forget(buckets.name());
        } else {
            refund(buckets);
        }
    }

    /** Takes back an attempt whose password was not checked. */
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
