package org.vedfolnir.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.vedfolnir.instance.InstanceAddress;
import org.vedfolnir.instance.Instances;
import org.vedfolnir.instance.ProbeResult;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.admin.Throttle;

/**
 * Checks connections: asks the server for the owner of the token. Throttled, because each check sends a request to a server that a user has chosen.
 * Thread-safe.
 */
@ApplicationScoped
class ConnectionChecks {

    private static final Throttle.BackoffPolicy WAITS =
            new Throttle.BackoffPolicy(10, Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(10));

    @Inject
    Instances instances;

    @Inject
    Platforms platforms;

    @Inject
    SessionRegistry registry;

    ConnectionCheck of(PlatformConnection connection) {
        var pause = registry.throttle().attempt("platform-test:" + connection.getAccountId(), WAITS);
        if (!pause.isZero()) {
            return bad("TOO_OFTEN", Long.toString(pause.plusMillis(999).toSeconds()));
        }
        if (!(instances.address(connection.getInstanceUrl()) instanceof InstanceAddress.Checked.Good good)) {
            return bad("FORBIDDEN_ADDRESS", "");
        }
        var token = platforms.token(connection);
        if (token.isEmpty() && connection.isTokenKept()) {
            return bad("SEALED", "");
        }
        return result(instances.ask(good.address(), token.orElse(null), connection.getAccountId()));
    }

    private static ConnectionCheck result(ProbeResult findings) {
        if (findings instanceof ProbeResult.Works works) {
            return new ConnectionCheck(
                    true, works.account().isEmpty() ? "NO_TOKEN" : "WORKS", works.account(), works.version());
        }
        var failed = (ProbeResult.Failed) findings;
        return bad(failed.failure().name(), failed.detail());
    }

    private static ConnectionCheck bad(String message, String detail) {
        return new ConnectionCheck(false, message, detail, "");
    }
}
