package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Very many live sessions: how long they take to make, what they weigh, and what a read then costs against a thousand of them. */
final class Million {

    static final String USAGE = """
            ./bench million [options]     fills one Redis with sessions through one server with a heap of 512 MB
              --sessions N                how many (1000000)
              --contestants A             by whom (vedfolnir-sealed)
              --rate N                    reads a second (500)
              --seconds N                 how long reads are measured (10)

            ./bench micro [options]       JMH: documents, sealing, merging; the options are those of JMH (-h lists them)
            """;

    private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");
    private static final int FEW = 1000;
    private static final int CONNECTIONS = 16;
    private static final int BATCH = 50_000;

    private final int count;
    private final Competitor competitor;
    private final int rate;
    private final int seconds;
    private final Path home;

    private Million(int count, Competitor competitor, int rate, int seconds, Path home) {
        this.count = count;
        this.competitor = competitor;
        this.rate = rate;
        this.seconds = seconds;
        this.home = home;
    }

    static Million parse(List<String> arguments, Path home) {
        var given = new HashMap<String, String>();
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var option = rest.next();
            if (!USAGE.contains("  " + option + " ") || !rest.hasNext()) {
                throw new WrongCommandException(
                        "There is no option " + option + ", or its value is missing.\n\n" + USAGE);
            }
            given.put(option, rest.next());
        }
        return new Million(
                Options.number(given, "--sessions", 1_000_000),
                Competitors.named(given.getOrDefault("--contestants", "vedfolnir-sealed"))
                        .get(0),
                Options.number(given, "--rate", 500),
                Options.number(given, "--seconds", 10),
                home);
    }

    void run() throws IOException {
        var target = home.resolve("target/benchmark");
        var log = Files.createDirectories(target.resolve("log")).resolve("million.log");
        try (var redis = new RedisUnderLoad(target.resolve("redis"), Topology.PLAIN);
                var server = new ServerProcess(competitor, home, redis.url(), log, FLAGS)) {
            var few = Sessions.make(competitor, server.port(), "/create", FEW, CONNECTIONS);
            read(server, few); // warms up
            tell("a read among %,d sessions: %s", FEW, read(server, few));
            var empty = redis.usedMemory();
            var start = System.nanoTime();
            var all = fill(server);
            tell("%,d sessions more took %.1f s", count, (System.nanoTime() - start) / 1e9);
            tell("memory that Redis takes for each: %,d bytes", (redis.usedMemory() - empty) / count);
            tell("heap of the server, of 512 MB: %,d MB", server.heap() >> 20);
            Collections.shuffle(all, new Random(1));
            tell("a read of any of %,d sessions: %s", all.size(), read(server, all));
            tell("a read of one of %,d among them: %s", FEW, read(server, few));
        }
    }

    private List<String> fill(ServerProcess server) throws IOException {
        var all = new ArrayList<String>(count);
        while (all.size() < count) {
            var batch = Math.min(BATCH, count - all.size());
            all.addAll(Sessions.make(competitor, server.port(), "/create", batch, CONNECTIONS));
            System.err.printf(Locale.ROOT, "%,d%n", all.size());
        }
        return all;
    }

    private String read(ServerProcess server, List<String> cookies) throws IOException {
        var some = cookies.subList(0, Math.min(cookies.size(), rate * seconds));
        try (var load = new Load(server.port(), CONNECTIONS)) {
            var outcome = load.openLoop(Requests.ofVisitors("/read", some, CONNECTIONS), rate, rate * seconds);
            return String.format(
                    Locale.ROOT,
                    "p50 %.2f ms, p99 %.2f ms, %d wrong answers",
                    outcome.latencyMillis(0.5),
                    outcome.latencyMillis(0.99),
                    outcome.errors());
        }
    }

    private static void tell(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
