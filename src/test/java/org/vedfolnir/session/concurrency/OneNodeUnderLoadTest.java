package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.work.Form;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Keepers.Site;
import org.vedfolnir.session.work.Requests;
import org.vedfolnir.testing.Crowd;

/** Many requests of one session on one node, under the locks of the application, while another node changes other attributes: no change is lost. */
class OneNodeUnderLoadTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private static final int THREADS = 8;
    private static final int READERS = 3;
    private static final int PATIENCE = 20;
    private static final int REQUESTS = 150;
    private static final int NAMES = 4;

    private final Requests visitor = new Requests();

    /**
     * Number of increments of a counter. A response 503, which a loaded machine may give, leaves open whether its increment was made.
     */
    private static final class Tally {

        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger unknown = new AtomicInteger();

        boolean count(HttpResponse<String> answer) {
            var known = answer.statusCode() != 503;
            if (known) {
                Requests.answered(answer);
            }
            (known ? answered : unknown).incrementAndGet();
            return known;
        }

        void assertCount(int count) {
            assertThat(count).isBetween(answered.get(), answered.get() + unknown.get());
        }
    }

    /** The attributes of one node: counters that are set, beans that are changed in place, and a growing list. */
    private final class Side {

        private final Node node;
        private final Node elsewhere;
        private final String prefix;
        private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

        Side(Node node, Node elsewhere, String prefix) {
            this.node = node;
            this.elsewhere = elsewhere;
            this.prefix = prefix;
        }

        void begin() {
            visitor.get(node, exchange -> {
                for (var each = 0; each < NAMES; each++) {
                    exchange.set(prefix + "counter" + each, 0);
                    exchange.set(prefix + "form" + each, new Form());
                }
                return exchange.set(prefix + "list", new ArrayList<Integer>());
            });
        }

        void play(int seed, int requests) {
            var random = new Random(seed);
            var mine = visitor.copy();
            for (var i = 0; i < requests; i++) {
                var each = random.nextInt(NAMES);
                switch (random.nextInt(4)) {
                    case 0 -> increment(mine, prefix + "counter" + each, random.nextInt(5) == 0);
                    case 1 -> change(mine, prefix + "form" + each);
                    case 2 -> append(mine);
                    default -> {
                        var name = prefix + "counter" + each;
                        mine.send(node, exchange -> exchange.get(name)).join();
                    }
                }
            }
        }

        private Tally tally(String name) {
            return tallies.computeIfAbsent(name, each -> new Tally());
        }

        private void increment(Requests mine, String name, boolean seenElsewhere) {
            var made = mine.send(node, exchange -> {
                        var session = exchange.session();
                        synchronized (session) {
                            var next = attribute(Integer.class, session, name) + 1;
                            session.setAttribute(name, next);
                            return next;
                        }
                    })
                    .join();
            if (tally(name).count(made) && seenElsewhere) {
                var seen = mine.send(elsewhere, exchange -> exchange.get(name)).join();
                if (seen.statusCode() != 503) {
                    assertThat(Integer.parseInt(Requests.answered(seen)))
                            .as("acknowledged increments")
                            .isGreaterThanOrEqualTo(Integer.parseInt(made.body()));
                }
            }
        }

        private void change(Requests mine, String name) {
            tally(name)
                    .count(mine.send(node, exchange -> {
                                var form = attribute(Form.class, exchange.session(), name);
                                synchronized (form) {
                                    return ++form.count;
                                }
                            })
                            .join());
        }

        private void append(Requests mine) {
            tally(prefix + "list")
                    .count(mine.send(node, exchange -> {
                                var session = exchange.session();
                                synchronized (session) {
                                    @SuppressWarnings("unchecked")
                                    var list = (List<Integer>) attribute(List.class, session, prefix + "list");
                                    return list.add(list.size());
                                }
                            })
                            .join());
        }

        void assertCompleteOn(Node reader) {
            for (var each = 0; each < NAMES; each++) {
                var counter = prefix + "counter" + each;
                tally(counter).assertCount(Integer.parseInt(visitor.get(reader, counter)));
                var form = visitor.get(reader, prefix + "form" + each);
                assertThat(form).startsWith("||");
                tally(prefix + "form" + each).assertCount(Integer.parseInt(form.substring(2)));
            }
            var list = visitor.get(reader, prefix + "list");
            var elements = "[]".equals(list) ? 0 : list.split(", ").length;
            tally(prefix + "list").assertCount(elements);
            assertThat(list)
                    .isEqualTo(IntStream.range(0, elements).boxed().toList().toString());
        }
    }

    private static <T> T attribute(Class<T> type, HttpSession session, String name) {
        return Objects.requireNonNull(type.cast(session.getAttribute(name)));
    }

    @AsOne
    void losesNoAcknowledgedChange(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        var here = new Side(site.node(), site.other(), "here-");
        var there = new Side(site.other(), site.node(), "there-");
        here.begin();
        there.begin();

        Crowd.of(THREADS + 1, each -> {
                    if (each < THREADS) {
                        here.play(each, REQUESTS);
                    } else {
                        there.play(each, REQUESTS);
                    }
                })
                .join();

        bothOn(site, here, there);
    }

    private static void bothOn(Site site, Side... sides) {
        for (var side : sides) {
            side.assertCompleteOn(site.node());
            side.assertCompleteOn(site.other());
        }
    }

    @AsOne
    void losesNoAcknowledgedChangeIfBothNodesAreBusy(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        var here = new Side(site.node(), site.other(), "here-");
        var there = new Side(site.other(), site.node(), "there-");
        here.begin();
        there.begin();

        Crowd.of(THREADS, each -> (each % 2 == 0 ? here : there).play(100 + each, REQUESTS))
                .join();

        bothOn(site, here, there);
    }

    @AsOne
    void answersAnIdChangeDuringOtherReads(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("list", new ArrayList<>(List.of(1))));
        for (var round = 0; round < REQUESTS; round++) {
            var start = new CyclicBarrier(READERS + 1);
            var readers = Stream.generate(() -> visitor.copy().begin(site.node(), exchange -> {
                        var session = exchange.session();
                        start.await(PATIENCE, TimeUnit.SECONDS);
                        return session.getAttribute("list");
                    }))
                    .limit(READERS)
                    .toList();
            visitor.get(site.node(), exchange -> {
                var session = exchange.session();
                start.await(PATIENCE, TimeUnit.SECONDS);
                exchange.request().changeSessionId();
                return session.getAttribute("list");
            });
            readers.forEach(each -> assertThat(each.join()).isEqualTo("[1]"));
        }

        assertThat(visitor.get(site.other(), "list")).isEqualTo("[1]");
    }
}
