package org.vedfolnir.benchmark.driver;

import java.util.List;
import java.util.Locale;

/** A column of the table of goals: a ratio of the same round, and what this manager shall reach in it for each workload. */
enum Measure {
    SHARE(
            "share of the lower bound",
            true,
            List.of(Competitors.STANDARD, Competitors.FLOOR),
            0.90,
            0.85,
            0.80,
            0.75,
            0.80),
    SPRING("requests/s, times those of spring-session", true, List.of(Competitors.SPRING), 3, 2, 1.4, 1.2, 6),
    REDIS("Redis CPU, times that of floor", false, List.of(Competitors.FLOOR), 1.6, 1.8, 2, 3),
    NODE(
            "node CPU beyond Tomcat's, times that of floor",
            false,
            List.of(Competitors.STANDARD, Competitors.FLOOR),
            1.3,
            1.3,
            2,
            2.5);

    /** The goals are those of a manager that neither seals nor tracks. */
    private static final List<String> WITH_GOALS = List.of(Competitors.PLAIN, Competitors.AGAINST);

    private static final List<Workload> WORKLOADS =
            List.of(Workload.READ, Workload.WRITE, Workload.CREATE, Workload.INVALIDATE, Workload.LARGE);

    final String title;
    /** The contestants without which there is no such ratio. */
    final List<String> needs;

    private final boolean atLeast;
    private final double[] goals;

    Measure(String title, boolean atLeast, List<String> needs, double... goals) {
        this.title = title;
        this.atLeast = atLeast;
        this.needs = needs;
        this.goals = goals;
    }

    Spread of(Figures figures, String competitor, Workload workload) {
        return switch (this) {
            case SHARE -> new LowerBound(figures).share(competitor, workload);
            case SPRING -> figures.ratio(competitor, Competitors.SPRING, workload.word(), "requests_per_second");
            case REDIS -> figures.ratio(competitor, Competitors.FLOOR, workload.word(), "redis_cpu_ms_per_1000");
            case NODE -> new LowerBound(figures).nodeCpu(competitor, workload);
        };
    }

    /** The ratio, and the goal with a mark if this contestant and workload have one. */
    String text(Figures figures, String competitor, Workload workload) {
        var ratio = of(figures, competitor, workload);
        var place = WORKLOADS.indexOf(workload);
        if (ratio.isEmpty() || !WITH_GOALS.contains(competitor) || place < 0 || place >= goals.length) {
            return ratio.text(2);
        }
        return ratio.text(2) + goal(ratio.median(), atLeast, goals[place]);
    }

    /** ", goal ≥ 0.9 ✓" or the like. */
    static String goal(double reached, boolean atLeast, double goal) {
        var good = atLeast ? reached >= goal : reached <= goal;
        var number =
                String.format(Locale.ROOT, "%.2f", goal).replaceFirst("0$", "").replaceFirst("\\.0$", "");
        return ", goal " + (atLeast ? "≥ " : "≤ ") + number + (good ? " ✓" : " ✗");
    }
}
