package org.vedfolnir.benchmark.driver;

import java.util.List;

/** The figures as tables in Markdown. */
final class Report {

    /** A column of a workload's table. */
    private record Column(String title, String figure, int digits) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("round trips", "round_trips", 1),
            new Column("commands sent", "commands_sent", 1),
            new Column("bytes to and from Redis", "wire_bytes", 0),
            new Column("commands inside Redis", "redis_commands_per_request", 1),
            new Column("bytes in and out by Redis' count", "redis_bytes_per_request", 0),
            new Column("requests/s", "requests_per_second", 0),
            new Column("p50 ms", "p50_ms", 2),
            new Column("p99 ms", "p99_ms", 2),
            new Column("server CPU ms/1000", "server_cpu_ms_per_1000", 0),
            new Column("Redis CPU ms/1000", "redis_cpu_ms_per_1000", 1),
            new Column("load's share of a core", "generator_share_of_a_core", 2));
    private static final List<Column> WEIGHTS = List.of(
            new Column("keys a session", "keys_per_session", 2),
            new Column("bytes of its keys in Redis", "redis_key_bytes_per_session", 0),
            new Column("of them sets (indexes)", "redis_index_bytes_per_session", 0),
            new Column("of them a stream (events)", "redis_event_bytes_per_session", 0),
            new Column("memory that Redis takes for it", "redis_used_bytes_per_session", 0),
            new Column("heap of the server for it", "heap_bytes_per_session", 0));
    private static final List<Column> RATIOS = List.of(
            new Column("requests/s", "requests_per_second", 2),
            new Column("p50", "p50_ms", 2),
            new Column("p99", "p99_ms", 2),
            new Column("server CPU", "server_cpu_ms_per_1000", 2));

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
        if (options.parts().contains(Part.LOAD)) {
            heading("The goals");
            new Goals(options.names(), options.workloads(), figures).lines().forEach(this::line);
        }
        if (options.parts().contains(Part.TRUTH)) {
            truth();
        }
        if (options.parts().contains(Part.WEIGHT)) {
            heading("What an idle session weighs");
            table(WEIGHTS, "weight");
        }
        if (options.parts().contains(Part.LOAD) || options.parts().contains(Part.WIRE)) {
            options.workloads().forEach(this::workload);
        }
        return text.toString();
    }

    private void truth() {
        heading("Two servers, visitors that go from one to the other");
        if (options.competitors().stream().noneMatch(Competitor::shared)) {
            line("None of the contestants shares sessions between servers: add " + Competitors.PLAIN
                    + " to --contestants.");
            return;
        }
        row(
                "contestant",
                List.of(
                        "changes in place lost",
                        "lost updates",
                        "stale reads",
                        "stale after an early flush",
                        "alive after its end"));
        row("---", List.of("--:", "--:", "--:", "--:", "--:"));
        options.competitors().stream().filter(Competitor::shared).forEach(each -> row(each.name(), truth(each.name())));
    }

    private List<String> truth(String competitor) {
        return List.of(
                of(competitor, "changes_in_place_lost", "changes_in_place"),
                of(competitor, "lost_updates", "updates"),
                of(competitor, "stale_reads", "updates"),
                of(competitor, "stale_after_early_flush", "early_flushes"),
                of(competitor, "alive_after_end", "ended"));
    }

    private String of(String competitor, String bad, String all) {
        return figures.spread(competitor, "truth", bad).text(0) + " of "
                + figures.spread(competitor, "truth", all).text(0);
    }

    private void heading(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void workload(Workload workload) {
        heading(Character.toUpperCase(workload.title.charAt(0)) + workload.title.substring(1));
        table(COLUMNS, workload.word());
        errors(workload);
        if (options.parts().contains(Part.LOAD)) {
            ratios(workload);
        }
    }

    /** Without the columns that no contestant has, in this run. */
    private void table(List<Column> all, String subject) {
        var columns = all.stream()
                .filter(column -> options.names().stream()
                        .anyMatch(name ->
                                !figures.spread(name, subject, column.figure()).isEmpty()))
                .toList();
        row("contestant", columns.stream().map(Column::title).toList());
        row("---", columns.stream().map(column -> "--:").toList());
        for (var competitor : options.competitors()) {
            row(
                    competitor.name(),
                    columns.stream()
                            .map(column -> figures.spread(competitor.name(), subject, column.figure())
                                    .text(column.digits()))
                            .toList());
        }
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
        line("");
        if (ours.isEmpty() || others.isEmpty()) {
            line("For ratios, add " + (ours.isEmpty() ? Competitors.PLAIN : "others") + " to --contestants.");
            return;
        }
        row("times that of", others.stream().map(Competitor::name).toList());
        row("---", others.stream().map(other -> "--:").toList());
        for (var own : ours) {
            RATIOS.forEach(ratio -> row(own.name() + ", " + ratio.title(), ratios(own, others, workload, ratio)));
        }
    }

    private List<String> ratios(Competitor own, List<Competitor> others, Workload workload, Column ratio) {
        return others.stream()
                .map(other -> figures.ratio(own.name(), other.name(), workload.word(), ratio.figure())
                        .text(ratio.digits()))
                .toList();
    }

    private void row(String first, List<String> cells) {
        line("| " + first + " | " + String.join(" | ", cells) + " |");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
