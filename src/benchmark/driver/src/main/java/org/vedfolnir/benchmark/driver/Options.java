package org.vedfolnir.benchmark.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line asks for, checked.
 *
 * @param quick whether this is a smoke run
 * @param seconds how long each measured part takes
 * @param warmUp how long the load before it takes, in seconds
 * @param rate requests a second where they come at a fixed rate
 * @param connections how many at once where each request follows the answer to the one before
 * @param topology what Redis is
 * @param recorded whether the flight recorder runs in the server while load is measured
 */
record Options(
        boolean quick,
        int rounds,
        double seconds,
        double warmUp,
        int rate,
        int connections,
        int sessions,
        Topology topology,
        boolean recorded,
        List<Competitor> competitors,
        List<Workload> workloads,
        Set<Part> parts) {

    static final String USAGE = """
            ./bench [options]             compares, and writes target/benchmark/report.md and figures.jsonl
              --quick                     all of it once; its figures mean little: %s
              --rounds N                  how often each contestant has its turn (3)
              --seconds N                 how long each figure is measured (8)
              --warm-up N                 how many seconds of load come before it (12)
              --rate N                    requests a second for p50 and p99 (500)
              --connections N             connections for requests/s (16)
              --sessions N                sessions that are read and written (1000)
              --contestants A,B           some of: %s
              --against JAR               vedfolnir-plain out of another jar of the manager as one more contestant,
                                          vedfolnir-against; without --contestants, beside vedfolnir-plain alone
              --workloads A,B             some of: read, write, create, invalidate, large (without this option),
                                          spring, pieces, none (with --quick, all)
              --parts A,B                 some of: load (requests/s, latency, CPU), wire (round trips, bytes),
                                          weight (bytes of a session), truth (lost updates, stale reads)
              --cluster                   on three masters of a Redis Cluster; the part load only
              --tls                       over TLS; with --cluster too
                                          with either, contestants are some of: %s
              --jfr                       records each server while it is measured, into target/benchmark/jfr

              How long it takes, on two cores:
                one contestant in one round: 2 x warm-up + workloads x (warm-up + 2 x seconds), and some seconds: %s
                truth, once for each contestant that shares sessions: %s; wire and weight: seconds
                one figure of one contestant (--parts load --workloads read --contestants A --rounds 1): %s
                this manager, Tomcat's, Spring Session and the floor in one round, for the table of goals
                (--parts load --rounds 1 --contestants vedfolnir-plain,standard-manager,spring-session,floor): %s
                all that is done without options: %s
              A run says when it begins how long it will take. Ask for fewer contestants, workloads, rounds or parts to make
              it shorter. A shorter --warm-up measures how fast the compiler is, and that favours the contestant with less code.
            """;

    private static final Set<String> FLAGS = Set.of("--quick", "--cluster", "--tls", "--jfr");
    private static final Set<String> VALUES = Set.of(
            "--rounds",
            "--seconds",
            "--warm-up",
            "--rate",
            "--connections",
            "--sessions",
            "--contestants",
            "--against",
            "--workloads",
            "--parts");

    static String usage() {
        var goals = String.join(",", Competitors.PLAIN, Competitors.STANDARD, Competitors.SPRING, Competitors.FLOOR);
        return USAGE.formatted(
                        time("--quick"),
                        String.join(", ", allNames()),
                        String.join(", ", Topology.CONTESTANTS),
                        time("--parts", "load", "--contestants", Competitors.PLAIN, "--rounds", "1"),
                        time("--parts", "truth", "--contestants", Competitors.PLAIN),
                        time(
                                "--parts",
                                "load",
                                "--workloads",
                                "read",
                                "--contestants",
                                Competitors.PLAIN,
                                "--rounds",
                                "1"),
                        time("--parts", "load", "--rounds", "1", "--contestants", goals),
                        time())
                + "\n" + FacesOptions.usage() + "\n" + Million.USAGE;
    }

    private static String time(String... arguments) {
        return Estimate.text(parse(List.of(arguments)));
    }

    private static List<String> allNames() {
        return Competitors.all().stream().map(Competitor::name).toList();
    }

    static Options parse(List<String> arguments) {
        var given = given(arguments);
        var quick = given.containsKey("--quick");
        var topology = new Topology(given.containsKey("--cluster"), given.containsKey("--tls"));
        return new Options(
                quick,
                number(given, "--rounds", quick ? 1 : 3),
                seconds(given, "--seconds", quick ? 0.6 : 8),
                seconds(given, "--warm-up", quick ? 0.4 : 12),
                number(given, "--rate", 500),
                number(given, "--connections", 16),
                number(given, "--sessions", 1000),
                topology,
                given.containsKey("--jfr"),
                competitors(given, topology),
                Arrays.stream(given.getOrDefault("--workloads", quick ? Workload.ALL : Workload.USUAL)
                                .split(","))
                        .map(Workload::named)
                        .sorted()
                        .toList(),
                parts(given));
    }

    private static Set<Part> parts(Map<String, String> given) {
        if (!given.containsKey("--cluster")) {
            return Part.named(given.getOrDefault("--parts", Part.ALL));
        } else if (!given.getOrDefault("--parts", "load").equals("load")) {
            throw new WrongCommandException(
                    "--cluster measures the part load only, not '" + given.get("--parts") + "'.");
        }
        return Set.of(Part.LOAD);
    }

    private static List<Competitor> competitors(Map<String, String> given, Topology topology) {
        var against = Optional.ofNullable(given.get("--against")).map(Options::jar);
        var all = allNames().stream()
                .filter(each -> topology.plain() || Topology.CONTESTANTS.contains(each))
                .toList();
        var otherwise = against.isPresent() ? Competitors.PLAIN : String.join(",", all);
        var names = contestants(given.getOrDefault("--contestants", otherwise), against);
        return Competitors.named(names, against).stream().map(topology::of).toList();
    }

    /** Those named; a jar to compare with takes part whether it is named or not. */
    static List<String> contestants(String names, Optional<Path> against) {
        var named = new ArrayList<>(Arrays.asList(names.split(",")));
        if (against.isPresent() && !named.contains(Competitors.AGAINST)) {
            named.add(Competitors.AGAINST);
        }
        return named;
    }

    static Path jar(String name) {
        var path = Path.of(name).toAbsolutePath();
        if (!Files.isRegularFile(path)) {
            throw new WrongCommandException("There is no jar " + path + " to compare with.");
        }
        return path;
    }

    /** The contestants' names. */
    List<String> names() {
        return competitors.stream().map(Competitor::name).toList();
    }

    /** Whether anything is looked at that one look is enough for. */
    boolean onceOnly() {
        return parts.stream().anyMatch(part -> part != Part.LOAD);
    }

    /** How many requests at the fixed rate the measured time takes. */
    int requestsAtRate() {
        return (int) Math.ceil(rate * seconds);
    }

    /** How many updates and reads must be right, and how many sessions are weighed. */
    int thoroughness() {
        return quick ? 200 : 10_000;
    }

    private static Map<String, String> given(List<String> arguments) {
        var given = new HashMap<String, String>();
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var option = rest.next();
            if (FLAGS.contains(option)) {
                given.put(option, "");
            } else if (!VALUES.contains(option)) {
                throw new WrongCommandException("There is no option " + option + ".\n\n" + usage());
            } else if (!rest.hasNext()) {
                throw new WrongCommandException("The option " + option + " wants a value.\n\n" + usage());
            } else {
                given.put(option, rest.next());
            }
        }
        return given;
    }

    static int number(Map<String, String> given, String option, int otherwise) {
        var text = given.get(option);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[1-9]\\d{0,6}")) {
            throw new WrongCommandException(option + " is a whole number from 1 to 9999999, not '" + text + "'.");
        }
        return Integer.parseInt(text);
    }

    static double seconds(Map<String, String> given, String option, double otherwise) {
        var text = given.get(option);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,4}(\\.\\d{1,3})?") || Double.parseDouble(text) == 0) {
            throw new WrongCommandException(option + " is a time in seconds such as 8 or 0.5, not '" + text + "'.");
        }
        return Double.parseDouble(text);
    }
}
