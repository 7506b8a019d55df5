package org.vedfolnir.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.vedfolnir.instance.Findings;
import org.vedfolnir.instance.InstanceAddress;
import org.vedfolnir.instance.Instances;
import org.vedfolnir.session.admin.Attempts;
import org.vedfolnir.session.admin.SessionRegistry;

/**
 * Tests connections: asks their server who the token belongs to. Not as often as one likes, since each test is a request of ours to a server that a person
 * named. Thread-safe.
 */
@ApplicationScoped
class PlatformTests {

    private static final Attempts.Waits WAITS =
            new Attempts.Waits(10, Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(10));

    @Inject
    Instances instances;

    @Inject
    Platforms platforms;

    @Inject
    SessionRegistry registry;

    PlatformTest of(PlatformConnection connection) {
        var pause = registry.attempts().attempt("platform-test:" + connection.getAccountId(), WAITS);
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
        return told(instances.ask(good.address(), token.orElse(null), connection.getAccountId()));
    }

    private static PlatformTest told(Findings findings) {
        if (findings instanceof Findings.Works works) {
            return new PlatformTest(
                    true, works.account().isEmpty() ? "NO_TOKEN" : "WORKS", works.account(), works.version());
        }
        var failed = (Findings.Failed) findings;
        return bad(failed.failure().name(), failed.detail());
    }

    private static PlatformTest bad(String message, String detail) {
        return new PlatformTest(false, message, detail, "");
    }
}
