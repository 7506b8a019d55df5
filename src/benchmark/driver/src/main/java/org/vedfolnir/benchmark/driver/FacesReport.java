package org.vedfolnir.benchmark.driver;

import java.util.List;

/** The figures of {@code ./bench faces} as tables in Markdown. */
final class FacesReport {

    /** A column of the table. */
    private record Column(String title, String figure, double unit, int digits) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("p50 ms", "p50_ms", 1, 2),
            new Column("p90 ms", "p90_ms", 1, 2),
            new Column("server CPU ms", "server_cpu_ms", 1, 2),
            new Column("Redis CPU ms", "redis_cpu_ms", 1, 2),
            new Column("KB to and from Redis", "redis_bytes", 1000, 1),
            new Column("state serialized", "state_written", 1, 1),
            new Column("state deserialized", "state_read", 1, 1),
            new Column("page KB", "page_bytes", 1000, 1),
            new Column("view state KB", "state_bytes", 1000, 1));

    private final FacesOptions options;
    private final Figures figures;
    private final StringBuilder text = new StringBuilder();

    FacesReport(FacesOptions options, Figures figures) {
        this.options = options;
        this.figures = figures;
    }

    String markdown(String redisVersion) {
        line("# A page of MyFaces");
        line("");
        line("Redis " + redisVersion + ", Java " + System.getProperty("java.version") + " with "
                + String.join(" ", ServerProcess.FLAGS) + ", "
                + Runtime.getRuntime().availableProcessors() + " cores for servers, Redis and visitor together; "
                + options.rounds() + " rounds of " + options.pages() + " pages of each kind after " + options.warmUp()
                + "; " + options.rows() + " rows; " + options.views()
                + " views in the session. Median, in brackets least and greatest of the rounds.");
        for (var state : options.states()) {
            table(state + "-open", "Open the page (GET)");
            table(state + "-press", "Press its button (POST)");
        }
        return text.toString();
    }

    private void table(String subject, String title) {
        line("");
        line("## " + title + ", view state: " + subject.split("-", 2)[0]);
        line("");
        var base = options.competitors().get(0).name();
        row(
                "contestant",
                List.of("p50 times that of " + base, "p90"),
                COLUMNS.stream().map(Column::title).toList());
        row("---", List.of("--:", "--:"), COLUMNS.stream().map(column -> "--:").toList());
        for (var competitor : options.competitors()) {
            var name = competitor.name();
            row(
                    name,
                    List.of(ratio(name, base, subject, "p50_ms"), ratio(name, base, subject, "p90_ms")),
                    COLUMNS.stream().map(column -> cell(name, subject, column)).toList());
        }
    }

    private String ratio(String competitor, String base, String subject, String figure) {
        return figures.ratio(competitor, base, subject, figure).text(2);
    }

    private String cell(String competitor, String subject, Column column) {
        var values = figures.spread(competitor, subject, column.figure()).values();
        return new Spread(values.stream().map(value -> value / column.unit()).toList()).text(column.digits());
    }

    private void row(String first, List<String> ratios, List<String> cells) {
        line("| " + first + " | " + String.join(" | ", ratios) + " | " + String.join(" | ", cells) + " |");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
