package org.vedfolnir.session.cli.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.vedfolnir.session.cli.console.Texts;

/** The clock of a Redis, and how long it takes to reply. Stateless. */
final class TimeChecks {

    private static final Duration TOLERATED = Duration.ofSeconds(1);
    private static final int ROUND_TRIPS = 100;

    private TimeChecks() {}

    static Finding clock(Subject subject, Server server) throws IOException {
        var before = subject.clock().millis();
        var time = server.connection().command("TIME").elements();
        var after = subject.clock().millis();
        if (time.size() != 2) {
            return Finding.warn("clock", "This user may not run TIME.", "Give the user +time.");
        }
        var there = time.get(0).number() * 1000 + time.get(1).number() / 1000;
        var ahead = there > after ? there - after : there < before ? there - before : 0;
        var found = "Redis at " + server.place() + " is " + Math.abs(ahead) + " ms "
                + (ahead < 0 ? "behind" : "ahead of") + " this machine";
        return Math.abs(ahead) <= TOLERATED.toMillis()
                ? Finding.ok("clock", found)
                : Finding.warn(
                        "clock",
                        found + ". Sessions end by the clock of Redis; logs and events of nodes have theirs.",
                        "Synchronize both by NTP.");
    }

    static Finding latency(Subject subject, Server server) throws IOException {
        var taken = new long[ROUND_TRIPS];
        for (var i = 0; i < ROUND_TRIPS; i++) {
            var begun = System.nanoTime();
            server.connection().command("PING");
            taken[i] = System.nanoTime() - begun;
        }
        Arrays.sort(taken);
        var timeout = subject.target().settings().store().commandTimeout();
        var slow = taken[ROUND_TRIPS * 99 / 100 - 1];
        var found = ROUND_TRIPS + " round trips to " + server.place() + ": median "
                + Texts.milliseconds(taken[ROUND_TRIPS / 2]) + ", p99 " + Texts.milliseconds(slow);
        return slow * 2 < timeout.toNanos()
                ? Finding.ok("latency", found)
                : Finding.warn(
                        "latency",
                        found + ", and commandTimeout is " + timeout.toMillis() + " ms: visitors get a 503.",
                        "Look for slow commands (SLOWLOG) and a busy network, or raise commandTimeout.");
    }
}
