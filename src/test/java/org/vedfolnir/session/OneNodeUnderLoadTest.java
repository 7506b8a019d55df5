package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.Keepers.Site;

/** Many requests of one session on one node, under the locks of the application, while another node changes other attributes: nothing is lost. */
class OneNodeUnderLoadTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private static final int THREADS = 8;
    private static final int REQUESTS = 150;
    private static final int NAMES = 4;

    private final Requests visitor = new Requests();

    /** One node's attributes: counters that are set, beans that are changed in place, and a list that grows. */
    private final class Side {

        private final Node node;
        private final Node elsewhere;
        private final String prefix;
        private final AtomicIntegerArray counters = new AtomicIntegerArray(NAMES);
        private final AtomicIntegerArray forms = new AtomicIntegerArray(NAMES);
        private final AtomicIntegerArray elements = new AtomicIntegerArray(1);

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
                    case 0 -> increment(mine, prefix + "counter" + each, each, random.nextInt(5) == 0);
                    case 1 -> change(mine, prefix + "form" + each, each);
                    case 2 -> append(mine);
                    default -> mine.get(node, prefix + "counter" + each);
                }
            }
        }

        private void increment(Requests mine, String name, int each, boolean seenElsewhere) {
            var made = mine.get(node, exchange -> {
                var session = exchange.session();
                synchronized (session) {
                    var next = attribute(Integer.class, session, name) + 1;
                    session.setAttribute(name, next);
                    return next;
                }
            });
            counters.incrementAndGet(each);
            if (seenElsewhere) {
                assertThat(Integer.parseInt(mine.get(elsewhere, name)))
                        .as("what was answered is saved")
                        .isGreaterThanOrEqualTo(Integer.parseInt(made));
            }
        }

        private void change(Requests mine, String name, int each) {
            mine.get(node, exchange -> {
                var form = attribute(Form.class, exchange.session(), name);
                synchronized (form) {
                    return ++form.count;
                }
            });
            forms.incrementAndGet(each);
        }

        private void append(Requests mine) {
            mine.get(node, exchange -> {
                var session = exchange.session();
                synchronized (session) {
                    @SuppressWarnings("unchecked")
                    var list = (List<Integer>) attribute(List.class, session, prefix + "list");
                    return list.add(list.size());
                }
            });
            elements.incrementAndGet(0);
        }

        void isAllThereOn(Node reader) {
            for (var each = 0; each < NAMES; each++) {
                assertThat(visitor.get(reader, prefix + "counter" + each)).isEqualTo("" + counters.get(each));
                assertThat(visitor.get(reader, prefix + "form" + each)).isEqualTo("||" + forms.get(each));
            }
            var list = IntStream.range(0, elements.get(0)).boxed().toList();
            assertThat(visitor.get(reader, prefix + "list")).isEqualTo(list.toString());
        }
    }

    private static <T> T attribute(Class<T> type, HttpSession session, String name) {
        return Objects.requireNonNull(type.cast(session.getAttribute(name)));
    }

    @AsOne
    void nothingThatWasAnsweredIsLost(Keeper keeper) {
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
            side.isAllThereOn(site.node());
            side.isAllThereOn(site.other());
        }
    }

    @AsOne
    void norWhenBothNodesAreBusy(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        var here = new Side(site.node(), site.other(), "here-");
        var there = new Side(site.other(), site.node(), "there-");
        here.begin();
        there.begin();

        Crowd.of(THREADS, each -> (each % 2 == 0 ? here : there).play(100 + each, REQUESTS))
                .join();

        bothOn(site, here, there);
    }
}
