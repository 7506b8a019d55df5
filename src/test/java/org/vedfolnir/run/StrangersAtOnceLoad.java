package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * With {@code -Ppeople}: how long signed-in people wait for their pages while strangers hold or storm the same node, compared with a calm node. Prints the
 * figures; run it alone, on a machine that does nothing else.
 */
class StrangersAtOnceLoad {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final int PEOPLE = 8;
    private static final int CONNECTIONS = 220;
    private static final int TO_WARM_UP = 100;
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("strangers.seconds", 15));
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double MOST_RATIO = 2;

    private static final List<Visitor> people = new ArrayList<>();
    private static double calm;

    @BeforeAll
    static void signIn() throws Exception {
        for (var i = 0; i < PEOPLE; i++) {
            people.add(SITE.signedIn());
        }
        for (var i = 0; i < TO_WARM_UP; i++) {
            for (var person : people) {
                person.get(SITE.a(), "/home");
            }
        }
        calm = p99("a calm node", number -> "", 0);
    }

    @Test
    void unfinishedBodies() throws Exception {
        var request = Stranger.unfinished("POST", "/login", "application/x-www-form-urlencoded");
        assertThat(p99("unfinished bodies on 220 connections", number -> request, CONNECTIONS))
                .isLessThanOrEqualTo(MOST_RATIO * calm);
    }

    @Test
    void signIns() throws Exception {
        assertThat(p99("sign-ins on 20 connections", StrangersAtOnceLoad::signIn, 20))
                .isLessThanOrEqualTo(MOST_RATIO * calm);
    }

    @Test
    void moreSignInsThanThreads() throws Exception {
        assertThat(p99("sign-ins on 220 connections", StrangersAtOnceLoad::signIn, CONNECTIONS))
                .isLessThanOrEqualTo(MOST_RATIO * calm);
    }

    /** A name that nobody tried before, so that it has to be checked. */
    private static String signIn(int number) {
        return Stranger.signIn("nobody" + number, "wrong");
    }

    /** In milliseconds, of pages; each is answered 200. */
    private static double p99(String what, IntFunction<String> request, int connections) throws Exception {
        SITE.insight().forgetTries();
        var over = new AtomicBoolean();
        var strangers = Executors.newSingleThreadExecutor();
        try {
            var crowd = strangers.submit(() -> crowd(request, connections, over));
            var times = times();
            over.set(true);
            var answers = crowd.get();
            Collections.sort(times);
            System.out.printf(
                    "%s: %d pages, p50 %.1f ms, p99 %.1f ms; strangers were answered %s%n",
                    what, times.size(), at(times, 0.5), at(times, 0.99), answers);
            return at(times, 0.99);
        } finally {
            over.set(true);
            strangers.shutdown();
        }
    }

    /** Keeps that many connections busy, from as many networks; one that was answered is opened anew at once, or nearly. */
    private static Map<Integer, Integer> crowd(IntFunction<String> request, int connections, AtomicBoolean over)
            throws Exception {
        var answers = new TreeMap<Integer, Integer>();
        var crowd = new ArrayList<Stranger>();
        var number = 0;
        try {
            while (!over.get()) {
                for (var gone : crowd.stream().filter(Stranger::isOver).toList()) {
                    answers.merge(gone.status(), 1, Integer::sum);
                    gone.close();
                    crowd.remove(gone);
                }
                while (crowd.size() < connections) {
                    var stranger = Stranger.from(number, SITE.port());
                    crowd.add(stranger);
                    stranger.send(request.apply(number++));
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            // what is under way would be counted where it does not belong
            var answered = Witness.within(PATIENCE, () -> crowd.stream().allMatch(Stranger::isOver));
            assertThat(answered).isTrue();
        } finally {
            for (var stranger : crowd) {
                stranger.close();
            }
        }
        return answers;
    }

    private static List<Double> times() throws Exception {
        var times = new ConcurrentLinkedQueue<Double>();
        var end = System.nanoTime() + LENGTH.toNanos();
        var threads = Executors.newFixedThreadPool(PEOPLE);
        try {
            var lives = new ArrayList<Callable<Integer>>();
            for (var person : people) {
                lives.add(() -> {
                    while (System.nanoTime() < end) {
                        var since = System.nanoTime();
                        assertThat(person.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
                        times.add((System.nanoTime() - since) / 1e6);
                        LockSupport.parkNanos(LOOK.toNanos());
                    }
                    return 0;
                });
            }
            for (var life : threads.invokeAll(lives)) {
                life.get();
            }
        } finally {
            threads.shutdown();
        }
        return new ArrayList<>(times);
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) (share * (sorted.size() - 1)));
    }
}
