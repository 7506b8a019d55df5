package org.vedfolnir.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code ./run --check}: plays the main job against two nodes, a Redis and a database of its own, and prints what it saw. */
final class Check {

    private final PrintStream out;

    Check(PrintStream out) {
        this.out = out;
    }

    /** @return 0 when all was as it must be, else 1 */
    int run() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("vedfolnir-check");
        var report = new Report(out);
        out.println("Playing the main job on two nodes over one Redis; each line says what was done and seen.\n");
        try (var data = DataFolder.open(folder, out::println)) {
            play(report, data);
        }
        var code = report.end();
        if (code == 0) {
            delete(folder);
        } else {
            out.println("The logs of the nodes are in " + folder.resolve("logs"));
        }
        return code;
    }

    private static void play(Report report, DataFolder data) throws IOException, InterruptedException {
        var options = new Options(false, true, 2, 0, data.root(), null, null);
        var before = System.nanoTime();
        Site site;
        try {
            site = Site.start(options, data, List.of(Ports.free(), Ports.free()), Map.of(), line -> {});
        } catch (CannotRunException e) {
            report.step("start Redis, a database and two nodes", () -> {
                throw new Report.Unexpected(String.valueOf(e.getMessage()));
            });
            return;
        }
        var seconds = (System.nanoTime() - before) / 1e9;
        Runtime.getRuntime().addShutdownHook(new Thread(site::close, "stop"));
        try (site) {
            report.step("start Redis, a database and two nodes", () -> {
                Report.require(site.setup().isPresent(), "no link to make the first account was told");
                return "ready after %.1f s on %s, a link to make the first account"
                        .formatted(seconds, site.redis().describe());
            });
            try (var seen = new Witness(site)) {
                new MainJob(report, site, seen, DataFolder.random()).play();
            }
        }
        report.step("end everything", () -> {
            var left = ProcessHandle.current()
                    .children()
                    .filter(ProcessHandle::isAlive)
                    .count();
            Report.require(left == 0, left + " processes are left");
            return "no process is left";
        });
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
