package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.Visitor;

/**
 * Fifty users at once on two nodes, each with a name, an address and connections that no other user may see: {@code mvn -Ppeople verify}, with
 * {@code -Dpeople.seconds=60} for less than five minutes. Prints how long they waited.
 */
@Tag("people")
class PeopleLoad {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final int PEOPLE = 50;
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("people.seconds", 300));
    private static final String PASSWORD = "seven grey herons wait";
    private static final int LOOKS_AT_MOST_MS = 1000;
    private static final Pattern CANARY = Pattern.compile("canary-\\d+-x");

    /** An action's times in milliseconds. */
    private final Map<String, Queue<Double>> times = new ConcurrentHashMap<>();

    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    @Test
    void showsEachUserOnlyTheirOwnData() throws Exception {
        var people = people();
        var end = System.nanoTime() + LENGTH.toNanos();
        var threads = Executors.newFixedThreadPool(PEOPLE);
        try {
            var lives = new ArrayList<Callable<Integer>>();
            for (var person : people) {
                lives.add(() -> {
                    while (System.nanoTime() < end && errors.isEmpty()) {
                        visit(person);
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

        report();
        assertThat(errors).isEmpty();
    }

    /** @param random that chooses nodes and pauses */
    private record Person(String name, Visitor browser, Random random) {

        String node() {
            return random.nextBoolean() ? SITE.a() : SITE.b();
        }

        /** Reads pages. */
        void readPages() {
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(LOOKS_AT_MOST_MS)).toNanos());
        }
    }

    private static List<Person> people() throws Exception {
        var admin = new Administrator(SITE.signedIn(), SITE.a());
        var people = new ArrayList<Person>();
        for (var i = 0; i < PEOPLE; i++) {
            var name = "canary-%d-x".formatted(i);
            var browser = admin.signedIn(name, "VIEWER", PASSWORD, SITE.a());
            var id = admin.id(name);
            SITE.insight().addConnection(id, name + " at home");
            SITE.insight().addConnection(id, name + " at work");
            people.add(new Person(name, browser, new Random(i)));
        }
        return people;
    }

    private void visit(Person person) throws Exception {
        var form = Map.of("username", person.name(), "password", PASSWORD);
        moved(timed("sign in", () -> person.browser().post(person.node(), "/login", form)), person);
        for (var path : List.of("/home", "/platforms", "/sessions")) {
            page(person, path);
            person.readPages();
        }
        var platforms = page(person, "/platforms");
        moved(timed("switch", () -> person.browser().submit(person.node(), platforms, "connection")), person);
        var home = page(person, "/home");
        person.readPages();
        moved(timed("sign out", () -> person.browser().submit(person.node(), home, "sign-out")), person);
        person.readPages();
    }

    private HttpResponse<String> page(Person person, String path) throws Exception {
        var answer = timed(path, () -> person.browser().get(person.node(), path));
        if (answer.statusCode() != 200 || !answer.body().contains(person.name())) {
            errors.add("%s is answered %d at %s".formatted(person.name(), answer.statusCode(), path));
        }
        CANARY.matcher(answer.body())
                .results()
                .filter(found -> !found.group().equals(person.name()))
                .forEach(found -> errors.add("%s is shown %s at %s".formatted(person.name(), found.group(), path)));
        return answer;
    }

    private void moved(HttpResponse<String> answer, Person person) {
        if (answer.statusCode() != 302) {
            errors.add("%s is answered %d at %s".formatted(person.name(), answer.statusCode(), answer.uri()));
        }
    }

    private HttpResponse<String> timed(String action, Callable<HttpResponse<String>> request) throws Exception {
        var since = System.nanoTime();
        try {
            return request.call();
        } catch (IOException e) {
            errors.add(action + ": " + e);
            throw e;
        } finally {
            times.computeIfAbsent(action, name -> new ConcurrentLinkedQueue<>()).add((System.nanoTime() - since) / 1e6);
        }
    }

    private void report() {
        System.out.printf("%d people on 2 nodes for %d s, milliseconds:%n", PEOPLE, LENGTH.toSeconds());
        new TreeMap<>(times).forEach((action, each) -> {
            var sorted = new ArrayList<>(each);
            Collections.sort(sorted);
            System.out.printf(
                    "%-10s %6d times, p50 %6.1f, p95 %6.1f, p99 %6.1f%n",
                    action, sorted.size(), at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99));
        });
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) (share * (sorted.size() - 1)));
    }
}
