package org.vedfolnir.run.check;

import java.time.Duration;
import org.vedfolnir.run.server.OwnRedis;

/** One Redis stands still for a while. */
final class RedisFaults implements ServerFaults {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Report report;
    private final OwnRedis redis;
    private final Stay stay;
    private final String b;

    RedisFaults(Report report, OwnRedis redis, Stay stay, String b) {
        this.report = report;
        this.redis = redis;
        this.stay = stay;
        this.b = b;
    }

    @Override
    public void onBothNodes() {
        // nothing that the two would see differently
    }

    @Override
    public void onB() {
        report.step("stop Redis (SIGSTOP)", () -> {
            redis.freeze();
            return stay.requireOutageOn(b);
        });
        report.step("let Redis go on", () -> {
            redis.thaw();
            return "still signed in, after " + stay.awaitOn(b, PATIENCE) + " ms";
        });
    }
}
