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
            run(rest, Path.of(arguments[0]));
        } catch (WrongCommandException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void run(List<String> arguments, Path home) throws IOException {
        var first = arguments.isEmpty() ? "" : arguments.get(0);
        switch (first) {
            case "million" ->
                Million.parse(arguments.subList(1, arguments.size()), home).run();
            case "faces" -> new Faces(FacesOptions.parse(arguments.subList(1, arguments.size())), home).run();
            default -> new Bench(Options.parse(arguments), home).run();
        }
    }

    private void run() throws IOException {
        System.err.println("This run takes about " + Estimate.text(options) + ".");
        try (var redis = new RedisUnderLoad(target.resolve("redis"), options.topology());
                var figures = new Figures(target.resolve("figures.jsonl"))) {
            for (var competitor : options.onceOnly() ? options.competitors() : List.<Competitor>of()) {
                once(competitor, redis, figures);
            }
            for (var round = 1; round <= options.rounds() && options.parts().contains(Part.LOAD); round++) {
                round(round, redis, figures);
            }
            var report = new Report(options, figures).markdown(conditions(redis));
            Files.writeString(target.resolve("report.md"), report);
            System.out.println(report);
        }
        System.err.println("Written: target/benchmark/report.md and figures.jsonl");
    }

    /** What does not depend on how fast the machine is. */
    private void once(Competitor competitor, RedisUnderLoad redis, Figures figures) throws IOException {
        redis.flush();
        alone(competitor, redis, figures);
        if (options.parts().contains(Part.TRUTH) && competitor.shared()) {
            redis.flush();
            truth(competitor, redis, figures);
        }
        System.err.println("looked at " + competitor.name());
    }

    private void alone(Competitor competitor, RedisUnderLoad redis, Figures figures) throws IOException {
        try (var proxy = new CountingProxy(redis.port(), options.topology().tls());
                var server = server(competitor, options.topology().url(proxy.port()))) {
            if (options.parts().contains(Part.WIRE)) {
                for (var workload : options.workloads()) {
                    figures.add(new WireTurn(competitor, proxy, server).count(workload));
                }
            }
            if (options.parts().contains(Part.WEIGHT)) {
                figures.add(new WeightTurn(competitor, redis, server).weigh(options.thoroughness() / 2));
            }
        }
    }

    private void truth(Competitor competitor, RedisUnderLoad redis, Figures figures) throws IOException {
        try (var a = server(competitor, redis.url());
                var b = server(competitor, redis.url());
                var turn = new TruthTurn(competitor, a.port(), b.port())) {
            figures.add(turn.judge(options.thoroughness()));
        }
    }

    private ServerProcess server(Competitor competitor, String redisUrl) throws IOException {
        var log = Files.createDirectories(target.resolve("log")).resolve(competitor.name() + ".log");
        return new ServerProcess(competitor, home, redisUrl, log);
    }

    /** Each round begins with another contestant, so that none always follows the same one. */
    private void round(int round, RedisUnderLoad redis, Figures figures) throws IOException {
        var order = new ArrayList<>(options.competitors());
        Collections.rotate(order, 1 - round);
        for (var competitor : order) {
            redis.flush();
            try (var server = server(competitor, redis.url())) {
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
        return "Redis " + redis.version() + options.topology().words() + ", Java " + System.getProperty("java.version")
                + " with "
                + String.join(" ", ServerProcess.FLAGS) + ", "
                + Runtime.getRuntime().availableProcessors()
                + " cores for server, Redis and load together; " + options.rounds() + " rounds, "
                + options.seconds() + " s each figure after " + options.warmUp() + " s of load; requests/s with "
                + options.connections() + " connections, p50 and p99 at " + options.rate()
                + " requests/s. Median, in brackets least and greatest of the rounds.";
    }
}
