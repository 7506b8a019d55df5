package org.vedfolnir.benchmark.driver;

import java.util.Locale;

/** About how long a run takes. The options say how long the load is; the rest is what it took on two cores. */
final class Estimate {

    private static final double SERVER_SECONDS = 3;
    private static final double SESSIONS_SECONDS = 1;
    private static final double WIRE_SECONDS = 4;
    private static final double WEIGHT_SECONDS = 5;
    private static final double TRUTH_SECONDS = 60;

    private Estimate() {}

    static double seconds(Options options) {
        var turns = options.parts().contains(Part.LOAD)
                ? options.rounds() * options.competitors().size()
                : 0;
        return turns * turnSeconds(options) + onceSeconds(options);
    }

    /** One contestant in one round. */
    private static double turnSeconds(Options options) {
        var workload = options.warmUp() + 2 * options.seconds() + SESSIONS_SECONDS;
        return SERVER_SECONDS + 2 * options.warmUp() + options.workloads().size() * workload;
    }

    private static double onceSeconds(Options options) {
        var each = options.onceOnly() ? SERVER_SECONDS : 0;
        each += options.parts().contains(Part.WIRE) ? WIRE_SECONDS : 0;
        each += options.parts().contains(Part.WEIGHT) ? WEIGHT_SECONDS : 0;
        var sharing = options.competitors().stream().filter(Competitor::shared).count();
        var truth = options.parts().contains(Part.TRUTH) && !options.quick() ? sharing * TRUTH_SECONDS : 0;
        return each * options.competitors().size() + truth;
    }

    /** "2.9 minutes" or "95 minutes". */
    static String text(Options options) {
        var minutes = seconds(options) / 60;
        return String.format(Locale.ROOT, minutes < 9.95 ? "%.1f minutes" : "%.0f minutes", minutes);
    }
}
