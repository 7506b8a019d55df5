package org.vedfolnir.benchmark.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report's table of goals. Where a run lacks a contestant or a workload for a part of it, that part says what to add. */
final class Goals {

    /** A goal that compares the requests a second of two contestants. */
    private record Pair(String competitor, String base, Workload workload) {

        static final double GOAL = 0.85;
    }

    private static final List<Pair> PAIRS = List.of(
            new Pair(Competitors.SEALED, Competitors.PLAIN, Workload.WRITE),
            new Pair(Competitors.SEALED, Competitors.PLAIN, Workload.CREATE),
            new Pair(Competitors.TRACKED, Competitors.STANDARD, Workload.READ));

    private final List<String> competitors;
    private final List<Workload> workloads;
    private final Figures figures;

    Goals(List<String> competitors, List<Workload> workloads, Figures figures) {
        this.competitors = competitors;
        this.workloads = workloads;
        this.figures = figures;
    }

    /** Markdown. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        var complete = Stream.of(Measure.values())
                .filter(each -> lacking(each).isEmpty())
                .toList();
        if (!complete.isEmpty()) {
            lines.addAll(table(complete));
        }
        if (complete.contains(Measure.SHARE)) {
            lines.add("");
            lines.add("The lower bound, µs of all cores for a request: " + bounds() + ".");
        }
        Stream.of(Measure.values()).filter(each -> !complete.contains(each)).forEach(each -> {
            lines.add("");
            lines.add("The column “" + each.title + "” is missing: add " + lacking(each) + ".");
        });
        pairs(lines);
        return lines;
    }

    private List<String> table(List<Measure> measures) {
        var lines = new ArrayList<String>();
        lines.add(row("workload", "contestant", measures.stream().map(each -> each.title)));
        lines.add(row("---", "---", measures.stream().map(each -> "--:")));
        for (var workload : measured()) {
            for (var competitor : competitors) {
                var cells = measures.stream().map(each -> each.text(figures, competitor, workload));
                lines.add(row(workload.word(), competitor, cells));
            }
        }
        return lines;
    }

    /** Those that ask Redis. */
    private List<Workload> measured() {
        return workloads.stream().filter(each -> each.roundTrips > 0).toList();
    }

    private String bounds() {
        var bound = new LowerBound(figures);
        return measured().stream()
                .map(each -> each.word() + " " + bound.micros(each).text(1))
                .collect(Collectors.joining(", "));
    }

    /** What to add to which option; empty if nothing lacks. */
    private String lacking(Measure measure) {
        var missing = measure.needs.stream()
                .filter(each -> !competitors.contains(each))
                .toList();
        var lacking = new ArrayList<String>();
        if (!missing.isEmpty()) {
            lacking.add(String.join(",", missing) + " to --contestants");
        }
        if (measure == Measure.SHARE && !workloads.contains(Workload.READ)) {
            lacking.add("read to --workloads");
        }
        return String.join(" and ", lacking);
    }

    private void pairs(List<String> lines) {
        for (var pair : PAIRS) {
            if (!competitors.contains(pair.competitor) || !workloads.contains(pair.workload)) {
                continue;
            }
            var name = pair.competitor + ", " + pair.workload.word() + ", requests/s: ";
            lines.add("");
            if (competitors.contains(pair.base)) {
                var ratio = figures.ratio(pair.competitor, pair.base, pair.workload.word(), "requests_per_second");
                var goal = ratio.isEmpty() ? "" : Measure.goal(ratio.median(), true, Pair.GOAL);
                lines.add(name + ratio.text(2) + " times those of " + pair.base + goal + ".");
            } else {
                lines.add(name + "to compare them with the goal, add " + pair.base + " to --contestants.");
            }
        }
    }

    private static String row(String first, String second, Stream<String> cells) {
        return Stream.concat(Stream.of(first, second), cells).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
