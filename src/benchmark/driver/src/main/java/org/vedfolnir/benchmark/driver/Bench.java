package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code ./bench}: its first argument is the repository, the others are options. */
public final class Bench {

    private static final Logger REDIS_LOG = Logger.getLogger("redis.embedded");

    private final Options options;
    private final Path home;
    private final Path target;

    private Bench(Options options, Path home) {
        this.options = options;
        this.home = home;
        this.target = home.resolve("target/benchmark");
    }

    public static void main(String[] arguments) throws IOException {
        var rest = List.of(arguments).subList(1, arguments.length);
        if (rest.contains("--help")) {
            System.out.print(Options.usage());
            return;
        }
        REDIS_LOG.setLevel(Level.WARNING);
        try {
            new Bench(Options.parse(rest), Path.of(arguments[0])).run();
        } catch (WrongCommandException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private void run() throws IOException {
        try (var redis = new RedisUnderLoad(target.resolve("redis"));
                var figures = new Figures(target.resolve("figures.jsonl"))) {
            for (var round = 1; round <= options.rounds(); round++) {
                round(round, redis, figures);
            }
            var report = new Report(options, figures).markdown(conditions(redis));
            Files.writeString(target.resolve("report.md"), report);
            System.out.println(report);
        }
        System.err.println("Written: target/benchmark/report.md and figures.jsonl");
    }

    /** Each round begins with another contestant, so that none always follows the same one. */
    private void round(int round, RedisUnderLoad redis, Figures figures) throws IOException {
        var order = new ArrayList<>(options.competitors());
        Collections.rotate(order, 1 - round);
        for (var competitor : order) {
            redis.flush();
            var log = Files.createDirectories(target.resolve("log")).resolve(competitor.name() + ".log");
            try (var server = new ServerProcess(competitor, home, redis.url(), log)) {
                new Turn(options, competitor, redis, server, target.resolve("jfr"), round, sample -> {
                            figures.add(sample);
                            tell(sample);
                        })
                        .run();
            }
        }
    }

    private static void tell(Sample sample) {
        System.err.printf(
                Locale.ROOT,
                "round %d  %-24s %-12s %8.0f/s  p50 %6.2f ms  p99 %7.2f ms  CPU %6.0f ms/1000%n",
                sample.round(),
                sample.competitor(),
                sample.subject(),
                sample.figures().getOrDefault("requests_per_second", 0.0),
                sample.figures().getOrDefault("p50_ms", 0.0),
                sample.figures().getOrDefault("p99_ms", 0.0),
                sample.figures().getOrDefault("server_cpu_ms_per_1000", 0.0));
    }

    private String conditions(RedisUnderLoad redis) throws IOException {
        return "Redis " + redis.version() + ", Java " + System.getProperty("java.version") + " with "
                + String.join(" ", ServerProcess.FLAGS) + ", "
                + Runtime.getRuntime().availableProcessors()
                + " cores for server, Redis and load together; " + options.rounds() + " rounds, "
                + options.seconds() + " s each figure after " + options.warmUp() + " s of load; requests/s with "
                + options.connections() + " connections, p50 and p99 at " + options.rate()
                + " requests/s. Median, in brackets least and greatest of the rounds.";
    }
}
