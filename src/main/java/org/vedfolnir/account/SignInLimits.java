package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.Attempts;
import org.vedfolnir.session.admin.Attempts.Waits;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.ClientNetwork;
import org.vedfolnir.web.Digests;

/**
 * How often a password may be tried, all over the cluster. All strangers who type one name share a slow lane, and all tries from one network
 * another; a browser in which the person has signed in before has a lane of its own, so that nobody can keep that person out.
 *
 * <p>A stranger's lane depends on the typed text alone, in its {@link FoldedName}, and never on what the database knows: a lane of an account would
 * link its name with its e-mail address, or show that there is an account. The price is that name and address have a lane each. Thread-safe.
 */
@ApplicationScoped
class SignInLimits {

    /** A hundred tries at one name take more than three days; at name and address in turn, half as long. */
    static final Waits STRANGERS = new Waits(5, Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofDays(1));

    /** Who mistypes is not punished for long. */
    static final Waits KNOWN_DEVICE = new Waits(10, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(1));

    /** Many people may share a network: only what went wrong stays counted. */
    static final Waits NETWORK = new Waits(50, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1));

    @Inject
    SessionRegistry registry;

    @Inject
    KnownDevices devices;

    /**
     * What a try is counted by.
     *
     * @param network the lane of the network; null for a known device
     * @param name the lane of the device, or of the typed name
     * @param asker who waits for the password to be checked
     */
    record Lanes(@Nullable String network, String name, Asker asker) {}

    /** Who signs in without a device cookie. */
    static Optional<Asker> stranger(HttpServletRequest request) {
        return KnownDevices.isClaimed(request) ? Optional.empty() : Optional.of(Asker.stranger(network(request)));
    }

    /** Asks the store nothing. */
    Lanes lanes(HttpServletRequest request, String name, @Nullable Account account) {
        var device = devices.number(request, account);
        if (device.isPresent() && account != null) {
            return new Lanes(null, "device:" + device.get(), Asker.known(account));
        }
        var network = network(request);
        return new Lanes(
                "network:" + network, "name:" + Digests.base64OfSha256(FoldedName.of(name)), Asker.stranger(network));
    }

    /** Counts a try before it is made. @return zero when it may be made; else how long it has to wait */
    Duration attempt(Lanes lanes) {
        if (lanes.network() == null) {
            return attempts().attempt(lanes.name(), KNOWN_DEVICE);
        }
        var wait = attempts().attempt(lanes.network(), NETWORK);
        return wait.isZero() ? attempts().attempt(lanes.name(), STRANGERS) : wait;
    }

    /**
     * The password was right. A lane that strangers share goes back to what it was before this try: if it were forgotten, a stranger whose wait ends
     * early would learn that somebody has that name.
     */
    void succeeded(Lanes lanes) {
        if (lanes.network() == null) {
            attempts().forget(lanes.name());
        } else {
            takeBack(lanes);
        }
    }

    /** A try that was counted, and at whose password nobody looked. */
    void takeBack(Lanes lanes) {
        attempts().pardon(lanes.name());
        if (lanes.network() != null) {
            attempts().pardon(lanes.network());
        }
    }

    private Attempts attempts() {
        return registry.attempts();
    }

    private static String network(HttpServletRequest request) {
        var network = ClientNetwork.of(request.getRemoteAddr());
        return network.isEmpty() ? "unknown" : network;
    }
}
