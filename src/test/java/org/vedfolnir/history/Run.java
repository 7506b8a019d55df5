package org.vedfolnir.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.Eventually;

/**
 * One run: its own site, users, and faults.
 *
 * @param people each with three tabs
 * @param tracked whether the nodes use tracked reads
 * @param classPath of the nodes before the class path of the tests
 */
record Run(
        long seed,
        Duration length,
        int people,
        Schedule schedule,
        Topology topology,
        boolean tracked,
        String concurrency,
        List<Path> classPath) {

    private static final int TABS = 3;
    /** Bytes: hundreds of visitors have one each, and the first of them load classes on it. */
    private static final int STACK = 512 << 10;

    private static final Duration RECOVERY = Duration.ofSeconds(30);
    /** How late a tracked read may be, as docs/testing.md says. */
    private static final Duration BOUND = Duration.ofSeconds(1);

    /** A run of the product as built. */
    static Run of(long seed, Duration length, int people, Schedule schedule) {
        return new Run(seed, length, people, schedule, Topology.ONE, false, "shared", List.of());
    }

    /** The same with {@code readMode} tracked. */
    Run withTrackedReads() {
        return new Run(seed, length, people, schedule, topology, true, concurrency, classPath);
    }

    /** The same with {@code concurrency} shared or isolated. */
    Run with(String concurrency) {
        return new Run(seed, length, people, schedule, topology, tracked, concurrency, classPath);
    }

    /** The same on another topology, which knows the faults of the schedule. */
    Run on(Topology topology) {
        return new Run(seed, length, people, schedule, topology, tracked, concurrency, classPath);
    }

    /** The faults of the site, and the history of the users. */
    record Result(History history, List<String> faults) {}

    Result execute() throws Exception {
        try (var site = new Site(topology, seed, classPath, settings())) {
            var time = Timeline.begin();
            var recorder = new Recorder(time);
            var nemesis = new Nemesis(site, time);
            var samples = new Samples(site.redis(), time, length.toMillis());
            var visitors =
                    IntStream.rangeClosed(1, people).mapToObj(Person::new).toList();
            var failure = new AtomicReference<@Nullable Throwable>();
            var threads = start(site, visitors, recorder, time, samples, failure::set);
            nemesis.begin(schedule).join();
            for (var thread : threads) {
                thread.join();
            }
            if (failure.get() != null) {
                throw new AssertionError(
                        "A visitor's thread died: its operations are not in the history.", failure.get());
            }
            awaitWhole(site);
            readOnEachNode(site, visitors, recorder);
            return new Result(ending(site, time, recorder, samples), nemesis.happened());
        }
    }

    /** Every other seed seals the documents, and every third lays all but the shortest lists beside them. */
    private Map<String, String> settings() {
        var settings = new HashMap<>(Map.of("SESSION_CONCURRENCY", concurrency));
        if (seed % 2 == 0) {
            settings.put("SESSION_ENCRYPTION_KEYS", KeyRing.generate());
        }
        if (tracked) {
            settings.put("SESSION_READ_MODE", "tracked");
            settings.put(
                    "SESSION_TOUCH_INTERVAL",
                    "1m"); // with a shorter one each copy would be read again within the bound
        }
        if (seed % 3 == 0) {
            settings.put("SESSION_PART_BYTES", "24");
        }
        return settings;
    }

    private List<Thread> start(
            Site site,
            List<Person> visitors,
            Recorder recorder,
            Timeline time,
            Samples samples,
            Consumer<Throwable> failed) {
        var works = new ArrayList<Runnable>(List.of(samples));
        for (var person : visitors) {
            IntStream.range(0, TABS)
                    .mapToObj(tab -> new Tab(person, tab, site.nodes(), recorder, time, length.toMillis(), seed))
                    .forEach(works::add);
        }
        return works.stream().map(work -> thread(work, failed)).toList();
    }

    private static Thread thread(Runnable work, Consumer<Throwable> failed) {
        var thread = new Thread(null, work, "visitor", STACK);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((died, why) -> failed.accept(why));
        thread.start();
        return thread;
    }

    private static void awaitWhole(Site site) throws Exception {
        for (var node : site.nodes()) {
            Eventually.within(RECOVERY, () -> answers(node));
        }
    }

    private static boolean answers(NodeProcess node) {
        try (var line = new Line(node.port())) {
            return line.get("/look", "JSESSIONID=nobody-nobody-nobody-nobody").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void readOnEachNode(Site site, List<Person> visitors, Recorder recorder) {
        for (var node : site.nodes()) {
            try (var line = new Line(node.port())) {
                for (var person : visitors) {
                    recorder.send(line, node.name(), person.number(), Kind.READ, person.held(), 0, "");
                }
            }
        }
    }

    /** Each session that is left is shown once, by one node or the other, whether its person knows its id or not. */
    private History ending(Site site, Timeline time, Recorder recorder, Samples samples) throws Exception {
        var operations = recorder.take();
        var last = Samples.documents(site.redis(), time);
        var lines = site.nodes().stream().map(node -> new Line(node.port())).toList();
        for (var id : Samples.ids(site.redis())) {
            var at = Math.floorMod(id.hashCode(), lines.size());
            Eventually.within(RECOVERY, () -> read(lines.get(at), site.node(at).name(), id, recorder));
        }
        lines.forEach(Line::close);
        return new History(
                tracked ? BOUND.toNanos() / 1000 : 0,
                operations,
                samples.seen(),
                last,
                recorder.take().stream().filter(Operation::ok).toList());
    }

    private static boolean read(Line line, String node, String id, Recorder recorder) {
        var held = new Person.Held("JSESSIONID=" + id, 0);
        return recorder.send(line, node, 0, Kind.READ, held, 0, "").operation().ok();
    }
}
