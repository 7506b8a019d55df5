package org.vedfolnir.run.check;

import java.time.Duration;
import org.vedfolnir.run.server.ManagedRedis;

/** The failure on one Redis: it is paused for a while. */
final class RedisFaults implements ServerFaults {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CheckReport report;
    private final ManagedRedis redis;
    private final SurvivingSession session;
    private final String b;

    RedisFaults(CheckReport report, ManagedRedis redis, SurvivingSession session, String b) {
        this.report = report;
        this.redis = redis;
        this.session = session;
        this.b = b;
    }

    @Override
    public void onBothNodes() {
        // nothing that both nodes would observe
    }

    @Override
    public void onB() {
        report.step("stop Redis (SIGSTOP)", () -> {
            redis.suspend();
            return session.requireOutageOn(b);
        });
        report.step("let Redis continue", () -> {
            redis.resume();
            return "still signed in, after " + session.awaitOn(b, PATIENCE) + " ms";
        });
    }
}
