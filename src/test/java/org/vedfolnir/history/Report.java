package org.vedfolnir.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of a run, and its violations. */
record Report(Run run, Run.Result result, List<Violation> violations) {

    private static final Path FOLDER = Path.of("target", "history");
    private static final int SHOWN = 20;

    static Report of(Run run) throws Exception {
        var result = run.execute();
        return new Report(run, result, Checker.check(result.history()));
    }

    /** One line. */
    String summary() {
        var signIns = new SignIns(result.history());
        return "seed %d, %d s, %d people%s: %d operations, %d ok, %d outages said, %d unanswered, %d not sent; "
                        .formatted(
                                run.seed(),
                                run.length().toSeconds(),
                                run.people(),
                                NodeProcess.clockAhead().isEmpty() ? "" : ", the clock of b five minutes ahead",
                                all().count(),
                                all().filter(Operation::ok).count(),
                                all().filter(each -> each.answer().status() == 503)
                                        .count(),
                                all().filter(each -> each.answer().outcome() == Outcome.INFO
                                                && each.answer().status() == 0)
                                        .count(),
                                all().filter(each -> !each.reachedNode()).count())
                + "%d appends acknowledged, %d of them checked in the end; "
                        .formatted(
                                appends().filter(Operation::okSignedIn).count(),
                                all().filter(each -> AcknowledgedAppendsAreKept.mustBeThere(each, signIns))
                                        .count())
                + "%d sign-outs, %d changes of an id; ".formatted(count(Kind.SIGN_OUT), count(Kind.CHANGE_ID))
                + unansweredButDone()
                + "%d faults; %d violations".formatted(result.faults().size(), violations.size());
    }

    /** After an outage it is unknown whether the append was done: this counts how often it was. */
    private String unansweredButDone() {
        var found = AcknowledgedAppendsAreKept.timesFound(result.history());
        var signIns = new SignIns(result.history());
        var said = appends()
                .filter(each -> each.answer().status() == 503
                        && !signIns.mayHaveEnded(each.request().login()))
                .toList();
        var done = said.stream()
                .filter(each -> found.containsKey(each.request().value()))
                .count();
        return "%d of %d appends answered with 503 were done; ".formatted(done, said.size());
    }

    private long count(Kind kind) {
        return all().filter(each -> each.kind() == kind && each.okSignedIn()).count();
    }

    private Stream<Operation> appends() {
        return all().filter(each -> each.kind() == Kind.APPEND);
    }

    private Stream<Operation> all() {
        return result.history().operations().stream();
    }

    /** The first violation, and what happened at that time. */
    String details() {
        return Stream.of(
                        Stream.of(summary()),
                        result.faults().stream(),
                        violations.stream().limit(SHOWN).map(Violation::toString))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    /** Keeps the report under this name, with the history if there is a violation. */
    Report kept(String name) throws IOException {
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(name + ".txt"), details() + "\n");
        if (!violations.isEmpty()) {
            var lines =
                    Stream.concat(all(), result.history().lastReads().stream()).map(Operation::toString);
            Files.write(FOLDER.resolve(name + "-history.txt"), (Iterable<String>) lines::iterator);
        }
        System.out.println(summary());
        return this;
    }
}
