package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/** One contestant in one round: a fresh server over an empty Redis, and all workloads, one after the other. */
final class Turn {

    private static final int OPEN_CONNECTIONS = 64;
    private static final int LARGE_SESSIONS = 100;
    private static final long SECOND = 1_000_000_000L;

    private final Options options;
    private final Competitor competitor;
    private final RedisUnderLoad redis;
    private final ServerProcess server;
    private final Path recordings;
    private final int round;
    private final Consumer<Sample> samples;
    private Made made = new Made(List.of(), List.of());

    Turn(
            Options options,
            Competitor competitor,
            RedisUnderLoad redis,
            ServerProcess server,
            Path recordings,
            int round,
            Consumer<Sample> samples) {
        this.options = options;
        this.competitor = competitor;
        this.redis = redis;
        this.server = server;
        this.recordings = recordings;
        this.round = round;
        this.samples = samples;
    }

    /** Cookies of the sessions that a workload made, in its warm-up and then. */
    private record Made(List<String> warmingUp, List<String> measured) {}

    void run() throws IOException {
        var small = sessions("/create", options.sessions());
        settle(small);
        for (var workload : options.workloads()) {
            switch (workload) {
                case CREATE -> create();
                case INVALIDATE -> invalidate();
                case LARGE -> repeat(workload, sessions(workload.sessions, LARGE_SESSIONS));
                case SPRING -> repeat(workload, sessions(workload.sessions, options.sessions()));
                default -> repeat(workload, small);
            }
        }
    }

    /** The first workload of a process would otherwise pay for compiling what the later ones find compiled. */
    private void settle(List<String> cookies) throws IOException {
        try (var load = new Load(server.port(), options.connections())) {
            var reads = Requests.ofVisitors(Workload.READ.path, cookies, options.connections());
            load.closedLoop(reads, (long) (2 * options.warmUp() * SECOND));
        }
    }

    private List<String> sessions(String path, int count) throws IOException {
        return Sessions.make(competitor, server.port(), path, count, options.connections());
    }

    private void repeat(Workload workload, List<String> cookies) throws IOException {
        measure(workload, connections -> Requests.ofVisitors(workload.path, cookies, connections));
    }

    private void create() throws IOException {
        made = measure(Workload.CREATE, connections -> Requests.ofStrangers(Workload.CREATE.path));
    }

    /** The sessions were made before, by the workload that creates, or here and unmeasured. */
    private void invalidate() throws IOException {
        var openCount = options.requestsAtRate();
        var atRate = sessions("/create", openCount);
        if (made.measured().isEmpty()) {
            made = new Made(sessions("/create", 2 * openCount), sessions("/create", 2 * openCount));
        }
        var parts = List.of(made.warmingUp(), made.measured(), atRate);
        var part = parts.iterator();
        measure(Workload.INVALIDATE, connections -> Requests.once(Workload.INVALIDATE.path, part.next()));
    }

    /** Gives the requests of a part: the warm-up, then the closed loop, then the open one. */
    @FunctionalInterface
    private interface Parts {
        Requests of(int connections);
    }

    private Made measure(Workload workload, Parts parts) throws IOException {
        var figures = new LinkedHashMap<String, Double>();
        Made cookies;
        try (var load = new Load(server.port(), options.connections())) {
            var warmUp = load.closedLoop(parts.of(options.connections()), (long) (options.warmUp() * SECOND));
            record(workload);
            cookies = new Made(warmUp.cookies(), throughput(load, parts.of(options.connections()), figures));
            stopRecording();
        }
        try (var load = new Load(server.port(), OPEN_CONNECTIONS)) {
            atFixedRate(load, parts.of(OPEN_CONNECTIONS), figures);
        }
        samples.accept(new Sample(round, competitor.name(), workload.word(), figures));
        return cookies;
    }

    private List<String> throughput(Load load, Requests requests, LinkedHashMap<String, Double> figures)
            throws IOException {
        var redisBefore = redis.counters();
        var cpuBefore = server.cpuMillis();
        var outcome = load.closedLoop(requests, (long) (options.seconds() * SECOND));
        var cpu = server.cpuMillis() - cpuBefore;
        var inRedis = redis.counters().since(redisBefore);
        var count = Math.max(1, outcome.requests());
        figures.put("requests", (double) outcome.requests());
        figures.put("errors", (double) outcome.errors());
        figures.put("requests_per_second", outcome.perSecond());
        figures.put("server_cpu_ms_per_1000", 1000 * cpu / count);
        figures.put("redis_cpu_ms_per_1000", 1000 * inRedis.cpuMillis() / count);
        figures.put("redis_bytes_per_request", (double) inRedis.bytes() / count);
        figures.put("redis_commands_per_request", (double) inRedis.commands() / count);
        figures.put("generator_share_of_a_core", outcome.generatorShare());
        return outcome.cookies();
    }

    private void atFixedRate(Load load, Requests requests, LinkedHashMap<String, Double> figures) throws IOException {
        var cpuBefore = server.cpuMillis();
        var outcome = load.openLoop(requests, options.rate(), options.requestsAtRate());
        var cpu = server.cpuMillis() - cpuBefore;
        figures.put("rate", outcome.perSecond());
        figures.put("rate_errors", (double) outcome.errors());
        figures.put("p50_ms", outcome.latencyMillis(0.5));
        figures.put("p99_ms", outcome.latencyMillis(0.99));
        figures.put("max_ms", outcome.latencyMillis(1));
        figures.put("rate_server_cpu_ms_per_1000", 1000 * cpu / outcome.requests());
    }

    private void record(Workload workload) throws IOException {
        if (options.recorded()) {
            Files.createDirectories(recordings);
            server.startRecording(recordings.resolve(competitor.name() + "-" + workload.word() + "-" + round + ".jfr"));
        }
    }

    private void stopRecording() throws IOException {
        if (options.recorded()) {
            server.stopRecording();
        }
    }
}
