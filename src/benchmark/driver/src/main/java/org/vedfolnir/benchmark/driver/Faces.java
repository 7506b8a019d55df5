package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./bench faces}: how long a page of MyFaces takes whose view state is in the session, on each manager. All servers of a run stay,
 * warm, and take turns with the same few pages.
 */
final class Faces {

    private final FacesOptions options;
    private final Path home;
    private final Path target;

    Faces(FacesOptions options, Path home) {
        this.options = options;
        this.home = home;
        this.target = home.resolve("target/benchmark");
    }

    void run() throws IOException {
        try (var redis = new RedisUnderLoad(target.resolve("redis"), Topology.PLAIN);
                var figures = new Figures(target.resolve("faces.jsonl"))) {
            for (var state : options.states()) {
                redis.flush();
                contest(state, redis, figures);
            }
            var report = new FacesReport(options, figures).markdown(redis.version());
            Files.writeString(target.resolve("faces.md"), report);
            System.out.println(report);
        }
        System.err.println("Written: target/benchmark/faces.md and faces.jsonl");
    }

    private void contest(String state, RedisUnderLoad redis, Figures figures) throws IOException {
        var turns = new ArrayList<FacesTurn>();
        try {
            for (var competitor : options.competitors()) {
                var turn = turn(competitor, state, redis);
                turns.add(turn);
                turn.warmUp(options.warmUp());
                record(turn, state);
            }
            for (var round = 1; round <= options.rounds(); round++) {
                round(round, turns, figures);
            }
        } finally {
            close(turns);
        }
    }

    private FacesTurn turn(Competitor competitor, String state, RedisUnderLoad redis) throws IOException {
        var log = Files.createDirectories(target.resolve("log")).resolve("faces-" + competitor.name() + ".log");
        var onFaces = Competitors.onFaces(competitor, options.page(state));
        return new FacesTurn(competitor.name(), state, redis, new ServerProcess(onFaces, home, redis.url(), log));
    }

    private void record(FacesTurn turn, String state) throws IOException {
        if (options.recorded()) {
            var recordings = Files.createDirectories(target.resolve("jfr"));
            turn.server().startRecording(recordings.resolve("faces-" + state + "-" + turn.name() + ".jfr"));
        }
    }

    /** Each round begins with another contestant, so that none always follows the same one. */
    private void round(int round, List<FacesTurn> turns, Figures figures) throws IOException {
        var order = new ArrayList<>(turns);
        Collections.rotate(order, 1 - round);
        for (var turn : order) {
            for (var sample : List.of(turn.open(round, options.pages()), turn.press(round, options.pages()))) {
                figures.add(sample);
                tell(sample);
            }
        }
    }

    private static void tell(Sample sample) {
        System.err.printf(
                Locale.ROOT,
                "round %d  %-20s %-12s p50 %7.2f ms  p90 %7.2f ms  CPU %7.2f ms%n",
                sample.round(),
                sample.competitor(),
                sample.subject(),
                sample.figures().get("p50_ms"),
                sample.figures().get("p90_ms"),
                sample.figures().get("server_cpu_ms"));
    }

    private void close(List<FacesTurn> turns) throws IOException {
        for (var turn : turns) {
            if (options.recorded()) {
                turn.server().stopRecording();
            }
            turn.close();
        }
    }
}
