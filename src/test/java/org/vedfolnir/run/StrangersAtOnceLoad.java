package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.Visitor;

/**
 * With {@code -Ppeople}: how long signed-in people wait for their pages while strangers hold or storm the same node, compared with a calm node. Prints the
 * figures, with the processors that each part kept busy; run it alone, on a machine that does nothing else.
 */
@Tag("people")
class StrangersAtOnceLoad {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final int PEOPLE = 8;
    private static final int TO_WARM_UP = 400;
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("strangers.seconds", 20));
    /** Longer than strangers who sign in exceed their share. */
    private static final Duration BURST = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String PASSWORD = "seven grey herons wait";

    private static final int CONNECTIONS = 220;
    private static final int PER_SECOND = 240;
    private static final double MOST_RATIO = 2;

    private static final List<Visitor> people = new ArrayList<>();

    private static void signIn() throws Exception {
        for (var i = 0; i < PEOPLE; i++) {
            people.add(SITE.signedIn());
        }
        for (var i = 0; i < TO_WARM_UP; i++) {
            for (var person : people) {
                person.get(SITE.a(), "/home");
            }
        }
    }

    /** The first requests cost a node more, until its code is compiled. */
    @BeforeAll
    static void warmUp() throws Exception {
        signIn();
        var kind = new Strangers("sign-ins", CONNECTIONS, PER_SECOND, signInAsNobody());
        try (var strangers = StrangersProcess.start(SITE.port(), kind)) {
            strangers.begin();
            times(LENGTH);
            strangers.end();
        }
    }

    @Test
    void servesUsersDuringUnfinishedBodies() throws Exception {
        var body = Stranger.unfinished("POST", "/login", "application/x-www-form-urlencoded");
        assertBearable(ratio(new Strangers("unfinished bodies", CONNECTIONS, PER_SECOND, List.of(body))));
    }

    @Test
    void servesUsersDuringSignInsOfStrangers() throws Exception {
        assertBearable(ratioAfterTheBurst(new Strangers("sign-ins", 20, PER_SECOND, signInAsNobody())));
    }

    @Test
    void servesUsersDuringMoreSignInsThanThreads() throws Exception {
        assertBearable(ratioAfterTheBurst(new Strangers("sign-ins", CONNECTIONS, PER_SECOND, signInAsNobody())));
    }

    /** Strangers have no streams; a malicious user with an account could open some. */
    @Test
    void servesUsersDuringManyStreams() throws Exception {
        var cookie = knownUser("stream").cookie();
        var request = "GET /api/session/events HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie
                + "\r\nConnection: close\r\n\r\n";
        assertBearable(ratio(new Strangers("open streams", CONNECTIONS, PER_SECOND, List.of(request)).withoutEnd()));
    }

    /** A server that does not answer holds a test as long as a name server does that is slow. */
    @Test
    void servesUsersDuringTestsOfConnections() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var requests = new ArrayList<String>();
            for (var name : List.of("test-a", "test-b", "test-c", "test-d")) {
                var person = knownUser(name);
                var pages = new PlatformPages(SITE, person);
                var added = pages.add("Silent", "http://localhost:" + silent.getLocalPort(), "");
                assertThat(added.statusCode()).as(added.body()).isEqualTo(302);
                var form = Visitor.fields(Visitor.form(pages.row("Silent"), "name=\"tested\""));
                requests.add(post(person, "/platforms", form));
            }
            assertBearable(ratio(new Strangers("tests of a silent server", 40, 20, requests)));
        }
    }

    @Test
    void servesUsersDuringRequestsThatWaitForOneSession() throws Exception {
        var person = knownUser("writer");
        var form = Visitor.fields(Visitor.form(person.get(SITE.a(), "/home").body(), "draft"));
        form.put("draft", "draft " + StrangerCrowd.NUMBER);
        var request = post(person, "/draft", form);
        assertBearable(ratio(new Strangers("writers of one session", CONNECTIONS, 80, List.of(request)).together(20)));
    }

    private static void assertBearable(double ratio) {
        assertThat(ratio)
                .as("the p99 as a multiple of the calm one, on a machine that does nothing else")
                .isLessThanOrEqualTo(MOST_RATIO);
    }

    private static Visitor knownUser(String name) throws Exception {
        return new Administrator(people.get(0), SITE.a()).signedIn(name, "VIEWER", PASSWORD, SITE.a());
    }

    private static String post(Visitor person, String path, Map<String, String> fields) {
        var body = Visitor.encoded(fields).replace("%40", "@");
        return "POST " + path
                + " HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\nCookie: "
                + person.cookie() + "\r\nUser-Agent: " + person.agent()
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + body.getBytes(StandardCharsets.US_ASCII).length + "\r\n\r\n" + body;
    }

    /** A new name, so that it is not throttled. */
    private static List<String> signInAsNobody() {
        return List.of(Stranger.signIn("nobody" + StrangerCrowd.NUMBER, "wrong"));
    }

    /** The p99 while they are there, as a multiple of that of the same node before. */
    private static double ratio(Strangers kind) throws Exception {
        return ratio(kind, Duration.ZERO);
    }

    private static double ratioAfterTheBurst(Strangers kind) throws Exception {
        return ratio(kind, BURST);
    }

    private static double ratio(Strangers kind, Duration burst) throws Exception {
        SITE.insight().forgetTries();
        try (var strangers = StrangersProcess.start(SITE.port(), kind)) {
            var calm = p99("nobody", LENGTH);
            strangers.begin();
            var what = "%s on %d connections".formatted(kind.what(), kind.connections());
            if (!burst.isZero()) {
                p99(what + ", the first", burst);
            }
            var p99 = p99(what, LENGTH);
            System.out.printf("%s: %s;%n    p99 is %.1f times the calm one%n", what, strangers.end(), p99 / calm);
            return p99 / calm;
        }
    }

    /** In milliseconds, of pages; each is answered 200. */
    private static double p99(String what, Duration length) throws Exception {
        var before = ProcessorTimes.now();
        var times = times(length);
        var worked = ProcessorTimes.now().since(before);
        Collections.sort(times);
        System.out.printf(
                "%s: %d s, %d pages, p50 %.1f ms, p99 %.1f ms; processors: %s%n",
                what, length.toSeconds(), times.size(), at(times, 0.5), at(times, 0.99), worked);
        return at(times, 0.99);
    }

    private static List<Double> times(Duration length) throws Exception {
        var times = new ConcurrentLinkedQueue<Double>();
        var end = System.nanoTime() + length.toNanos();
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
