package org.vedfolnir.run;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vedfolnir.run.check.Check;
import org.vedfolnir.run.node.SetupLink;
import org.vedfolnir.run.site.Options;
import org.vedfolnir.run.site.Site;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.Ports;
import org.vedfolnir.run.system.StartupException;

/** The command {@code ./run}: starts the site, prints its address, and ends it with the process. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        try {
            var options = Options.parse(arguments, System.getenv());
            return options.check() ? new Check(options.cluster(), out).run() : serve(options, out, err);
        } catch (StartupException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static int serve(Options options, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        var began = System.nanoTime();
        var ports = IntStream.range(options.port(), options.port() + options.nodes())
                .boxed()
                .toList();
        try (var data = DataFolder.open(options.data(), err::println)) {
            ports.forEach(Ports::requireFree);
            try (var site = Site.start(options, data, ports, Map.of(), err::println)) {
                greet(site, data, began, out);
                err.println(site.awaitEnd() + " All processes were ended.");
            }
        }
        return 1;
    }

    private static void greet(Site site, DataFolder data, long began, PrintStream out) {
        for (var node : site.nodes()) {
            out.printf("Vedfolnir Sessions, %s: %s%n", node.name(), node.address());
        }
        out.printf("Sessions are stored in %s.%n", site.describeRedis());
        var setup = site.setup();
        setup.ifPresent(link -> print(link, out));
        out.printf(
                "Ready after %.1f s. Data and logs: %s. Ctrl-C ends everything.%n",
                (System.nanoTime() - began) / 1e9, data.root());
        out.flush();
        site.setupLinks().onChange(setup, link -> print(link, out));
    }

    private static void print(SetupLink link, PrintStream out) {
        out.printf(
                "%nThere is no account yet. Create the administrator account with this one-time link, valid until"
                        + " %s:%n",
                clock(link.until()));
        out.printf("  %s%n", link.uri());
        out.printf("Only the newest link works: earlier links, also of another run on the same database,"
                + " are no longer valid.%n%n");
        out.flush();
    }

    private static String clock(Instant until) {
        return DateTimeFormatter.ofPattern("HH:mm")
                .withZone(ZoneId.systemDefault())
                .format(until);
    }
}
