package org.vedfolnir.run.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.vedfolnir.run.site.Options;
import org.vedfolnir.run.site.Site;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.Ports;
import org.vedfolnir.run.system.StartupException;

/**
 * {@code ./run --check}: runs the acceptance scenario against two nodes, a Redis or a Redis Cluster, and a database of
 * its own, and prints the results.
 */
public final class Check {

    private final PrintStream out;

    private final boolean cluster;

    public Check(boolean cluster, PrintStream out) {
        this.cluster = cluster;
        this.out = out;
    }

    /** @return 0 if all steps passed, otherwise 1 */
    public int run() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("vedfolnir-check");
        var report = new CheckReport(out);
        out.println("Running the acceptance scenario on two nodes over " + (cluster ? "a Redis Cluster" : "one Redis")
                + "; each line shows a step and its result.\n");
        try (var data = DataFolder.open(folder, out::println)) {
            runScenario(report, data);
        }
        var code = report.end();
        if (code == 0) {
            delete(folder);
        } else {
            out.println("The logs of the nodes are in " + folder.resolve("logs"));
        }
        return code;
    }

    private void runScenario(CheckReport report, DataFolder data) throws IOException, InterruptedException {
        var options = new Options(true, cluster, 2, 0, data.root(), null, null);
        var before = System.nanoTime();
        Site site;
        try {
            site = Site.start(options, data, List.of(Ports.free(), Ports.free()), Map.of(), line -> {});
        } catch (StartupException e) {
            report.step(starting(), () -> {
                throw new CheckReport.Unexpected(String.valueOf(e.getMessage()));
            });
            return;
        }
        var seconds = (System.nanoTime() - before) / 1e9;
        Runtime.getRuntime().addShutdownHook(new Thread(site::close, "stop"));
        try (site) {
            report.step(starting(), () -> {
                CheckReport.require(site.setup().isPresent(), "no link for creating the first account was printed");
                return "ready after %.1f s on %s, with a link for creating the first account"
                        .formatted(seconds, site.servers().describe());
            });
            try (var seen = new DataProbe(site)) {
                new AcceptanceScenario(report, site, seen, DataFolder.random()).run();
            }
        }
        report.step("end everything", () -> {
            var left = ProcessHandle.current()
                    .children()
                    .filter(ProcessHandle::isAlive)
                    .count();
            CheckReport.require(left == 0, left + " processes are left");
            return "no process is left";
        });
    }

    private String starting() {
        return cluster ? "start a Redis Cluster, a database and two nodes" : "start Redis, a database and two nodes";
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
