package org.vedfolnir.session.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Keepers.Site;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.Requests;

/** A node decodes a large value once, not once per request, and each request gets the value that was saved, from whichever node. */
class DecodedOnceTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private static final AtomicInteger DECODED = new AtomicInteger();

    private final Site site = KEEPERS.of(Keeper.SHARED);
    private final Requests visitor = new Requests();
    private final Point point = new Point();

    /** Counts how often an object is decoded. */
    private static class Basket implements Serializable {
        private static final long serialVersionUID = 1;

        final List<String> lines = new ArrayList<>(List.of("first"));
        private final byte[] picture;

        Basket(int size) {
            picture = new byte[size];
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            DECODED.incrementAndGet();
            in.defaultReadObject();
        }

        @Override
        public String toString() {
            return lines + " of " + picture.length;
        }
    }

    /** Counts its activations. */
    private static final class Listening extends Basket implements HttpSessionActivationListener {
        private static final long serialVersionUID = 1;

        private transient int activations;

        Listening() {
            super(4000);
        }

        @Override
        public void sessionDidActivate(HttpSessionEvent event) {
            activations++;
        }
    }

    private void begin(Basket basket) {
        visitor.get(site.node(), exchange -> exchange.set("basket", basket));
        DECODED.set(0);
    }

    /** Waits until the last request has left: one that starts before shares its objects, although it was answered. */
    private void awaitLeft(Node node) throws Exception {
        var id = new SessionId(visitor.browser().id());
        var shared = node.manager().runtime().shared();
        Eventually.within(Duration.ofSeconds(30), () -> shared.at(id).isEmpty());
    }

    private String lines(Node node) {
        return visitor.get(node, exchange -> exchange.get(Basket.class, "basket").lines);
    }

    private void add(Node node, String line) {
        visitor.get(node, exchange -> exchange.get(Basket.class, "basket").lines.add(line));
    }

    @Test
    void decodesALargeValueAtMostOnceForConsecutiveRequests() {
        begin(new Basket(4000));
        for (var i = 0; i < 5; i++) {
            assertThat(lines(site.node())).isEqualTo("[first]");
        }
        assertThat(DECODED).as("decodings on the node that set it").hasValue(0);
        for (var i = 0; i < 5; i++) {
            assertThat(lines(site.other())).isEqualTo("[first]");
        }
        assertThat(DECODED).hasValue(1);
    }

    @Test
    void decodesAPartOnce() {
        begin(new Basket(40_000));
        lines(site.other());
        lines(site.other());
        assertThat(DECODED).hasValue(1);
        add(site.other(), "line");
        DECODED.set(0);
        assertThat(lines(site.other())).as("the saved value").isEqualTo("[first, line]");
        assertThat(DECODED).hasValue(0);
        assertThat(lines(site.node())).isEqualTo("[first, line]");
        assertThat(DECODED).hasValue(1);
    }

    @Test
    void decodesASmallValueForEachRequest() throws Exception {
        begin(new Basket(10));
        for (var i = 0; i < 2; i++) {
            awaitLeft(site.node());
            lines(site.node());
        }
        assertThat(DECODED).hasValue(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "TRACKED"})
    void readsAValueThatAnotherNodeSaved(Keeper keeper) {
        var nodes = KEEPERS.of(keeper);
        visitor.get(nodes.node(), exchange -> exchange.set("basket", new Basket(4000)));
        for (var i = 0; i < 20; i++) {
            add(i % 2 == 0 ? nodes.other() : nodes.node(), Integer.toString(i));
            if (keeper == Keeper.TRACKED) { // its promise: within a second
                assertThat(lines(i % 2 == 0 ? nodes.other() : nodes.node())).endsWith(i + "]");
            } else {
                assertThat(lines(i % 2 == 0 ? nodes.node() : nodes.other())).endsWith(i + "]");
            }
        }
        var last = visitor.get(nodes.node(), exchange -> {
            exchange.set("other", "changed");
            return exchange.get(Basket.class, "basket").lines.size();
        });
        assertThat(last).isEqualTo("21");
    }

    @Test
    void doesNotShowAnUnsavedChange() {
        begin(new Basket(4000));
        lines(site.node());
        KEEPERS.redis().command("CONFIG", "SET", "maxmemory", "1");
        try {
            var failed = visitor.send(
                    site.node(),
                    exchange -> exchange.get(Basket.class, "basket").lines.add("lost"));
            assertThat(failed.join().statusCode()).isEqualTo(503);
        } finally {
            KEEPERS.redis().command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(lines(site.node())).isEqualTo("[first]");
        assertThat(lines(site.other())).isEqualTo("[first]");
    }

    @Test
    void doesNotShowAnUnsavedChangeOfARequestThatStillRuns() {
        begin(new Basket(4000));
        KEEPERS.redis().command("CONFIG", "SET", "maxmemory", "1");
        try {
            var failed = visitor.send(site.node(), exchange -> {
                exchange.get(Basket.class, "basket").lines.add("lost");
                try {
                    exchange.response().flushBuffer();
                } catch (IOException | StoreUnavailableException e) {
                    point.hold();
                }
                return "done";
            });
            point.reached();
            KEEPERS.redis().command("CONFIG", "SET", "maxmemory", "0");
            assertThat(lines(site.node())).isEqualTo("[first]");
            add(site.node(), "second");
            point.release();
            assertThat(failed.join().statusCode()).isEqualTo(503);
        } finally {
            KEEPERS.redis().command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(lines(site.node())).isEqualTo("[first, second]");
        assertThat(lines(site.other())).isEqualTo("[first, second]");
    }

    @Test
    void keepsTheValueAfterARejectedRequest() {
        begin(new Basket(4000));
        lines(site.node());
        var refused = visitor.send(site.node(), exchange -> {
            exchange.get(Basket.class, "basket").lines.add("lost");
            exchange.set("unstorable", new ArrayList<>(Collections.nCopies(20_000, "too much")));
            return "done";
        });
        assertThat(refused.join().statusCode()).isEqualTo(500);
        assertThat(lines(site.node())).isEqualTo("[first]");
    }

    @Test
    void keepsOneObjectWithTwoNames() {
        visitor.get(site.node(), exchange -> {
            var basket = new Basket(4000);
            exchange.set("basket", basket);
            return exchange.set("again", basket);
        });
        for (var node : List.of(site.node(), site.other(), site.node())) {
            add(node, "x");
            assertThat(visitor.get(
                            node,
                            exchange -> exchange.get(Basket.class, "again") == exchange.get(Basket.class, "basket")))
                    .isEqualTo("true");
        }
        assertThat(lines(site.other())).isEqualTo("[first, x, x, x]");
    }

    @Test
    void notifiesAValueOfEachActivation() throws Exception {
        begin(new Listening());
        for (var i = 0; i < 3; i++) {
            awaitLeft(site.node());
            assertThat(visitor.get(site.node(), exchange -> exchange.get(Listening.class, "basket").activations))
                    .isEqualTo("1");
        }
    }

    @Test
    void sharesOneObjectAmongConcurrentRequestsUnlessIsolated() {
        for (var keeper : List.of(Keeper.SHARED, Keeper.ISOLATED)) {
            var node = KEEPERS.of(keeper).node();
            var person = new Requests();
            person.get(node, exchange -> exchange.set("basket", new Basket(4000)));
            person.get(node, exchange -> exchange.get(Basket.class, "basket"));
            var first = person.begin(node, exchange -> {
                var basket = exchange.get(Basket.class, "basket");
                point.hold();
                return System.identityHashCode(basket);
            });
            point.reached();
            var second = person.get(node, exchange -> System.identityHashCode(exchange.get(Basket.class, "basket")));
            point.release();
            assertThat(first.join().equals(second)).isEqualTo(keeper == Keeper.SHARED);
        }
    }

    @Test
    void startsANewSessionOfABrowserWithoutFormerValues() {
        begin(new Basket(4000));
        lines(site.node());
        visitor.get(site.node(), exchange -> {
            exchange.session().invalidate();
            return "ended";
        });
        visitor.get(site.node(), exchange -> exchange.set("other", "new"));
        assertThat(visitor.get(site.node(), "basket")).isEqualTo("null");
    }
}
