package org.vedfolnir.benchmark.driver;

import java.util.List;

/** The figures as tables in Markdown. */
final class Report {

    /** A column of a workload's table. */
    private record Column(String title, String figure, int digits) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("requests/s", "requests_per_second", 0),
            new Column("p50 ms", "p50_ms", 2),
            new Column("p99 ms", "p99_ms", 2),
            new Column("server CPU ms/1000", "server_cpu_ms_per_1000", 0),
            new Column("Redis CPU ms/1000", "redis_cpu_ms_per_1000", 1),
            new Column("commands in Redis", "redis_commands_per_request", 1),
            new Column("bytes to and from Redis", "redis_bytes_per_request", 0),
            new Column("load's share of a core", "generator_share_of_a_core", 2));
    private static final String REQUESTS = "requests_per_second";

    private final Options options;
    private final Figures figures;
    private final StringBuilder text = new StringBuilder();

    Report(Options options, Figures figures) {
        this.options = options;
        this.figures = figures;
    }

    String markdown(String conditions) {
        line("# Benchmark");
        line("");
        line(conditions);
        options.workloads().forEach(this::workload);
        return text.toString();
    }

    private void workload(Workload workload) {
        line("");
        line("## " + Character.toUpperCase(workload.title.charAt(0)) + workload.title.substring(1));
        line("");
        row("contestant", COLUMNS.stream().map(Column::title).toList());
        row("---", COLUMNS.stream().map(column -> "--:").toList());
        for (var competitor : options.competitors()) {
            row(competitor.name(), cells(competitor, workload));
        }
        errors(workload);
        ratios(workload);
    }

    private List<String> cells(Competitor competitor, Workload workload) {
        return COLUMNS.stream()
                .map(column -> figures.spread(competitor.name(), workload.word(), column.figure())
                        .text(column.digits()))
                .toList();
    }

    /** Figures of a load that failed, or could not be kept up, are not comparable. */
    private void errors(Workload workload) {
        for (var competitor : options.competitors()) {
            var errors = sum(competitor, workload, "errors") + sum(competitor, workload, "rate_errors");
            if (errors > 0) {
                line("");
                line("**" + competitor.name() + ": " + errors + " wrong answers.**");
            }
            var rate = figures.spread(competitor.name(), workload.word(), "rate");
            if (!rate.isEmpty() && rate.median() < 0.95 * options.rate()) {
                line("");
                line("**" + competitor.name() + " did not keep up with " + options.rate() + " requests/s: it answered "
                        + rate.text(0) + "/s.**");
            }
        }
    }

    private long sum(Competitor competitor, Workload workload, String figure) {
        return figures.spread(competitor.name(), workload.word(), figure).values().stream()
                .mapToLong(Double::longValue)
                .sum();
    }

    private void ratios(Workload workload) {
        var ours = options.competitors().stream().filter(Competitor::ours).toList();
        var others = options.competitors().stream().filter(each -> !each.ours()).toList();
        if (ours.isEmpty() || others.isEmpty()) {
            return;
        }
        line("");
        row("requests/s, times that of", others.stream().map(Competitor::name).toList());
        row("---", others.stream().map(other -> "--:").toList());
        for (var own : ours) {
            row(own.name(), ratios(own, others, workload));
        }
    }

    private List<String> ratios(Competitor own, List<Competitor> others, Workload workload) {
        return others.stream()
                .map(other -> figures.ratio(own.name(), other.name(), workload.word(), REQUESTS)
                        .text(2))
                .toList();
    }

    private void row(String first, List<String> cells) {
        line("| " + first + " | " + String.join(" | ", cells) + " |");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
