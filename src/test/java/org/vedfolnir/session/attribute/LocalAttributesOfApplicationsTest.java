package org.vedfolnir.session.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.local.LocalAttributes;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.Monitor;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.RecordingListeners;
import org.vedfolnir.session.work.Requests;
import org.vedfolnir.session.work.WorkServlet;
import org.vedfolnir.testing.Logged;

/** As with Tomcat's own manager, an application may keep attributes that cannot be serialized. They stay on their node as long as the session lives. */
class LocalAttributesOfApplicationsTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    @RegisterExtension
    static final RealRedis SHORT_LIVED = new RealRedis();

    private static final int MOST = 3000;

    private final Requests visitor = new Requests();

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"TOMCAT", "SHARED", "TRACKED", "ISOLATED"})
    @interface ByAll {}

    /** A bean with a field that was not meant for serialization, as many applications have. */
    static final class Basket implements Serializable {

        private static final long serialVersionUID = 1;
        final List<Line> lines = new ArrayList<>();
        int count;

        Basket add(Object helper) {
            lines.add(new Line(helper));
            return this;
        }
    }

    static final class Line implements Serializable {

        private static final long serialVersionUID = 1;
        Object helper;

        Line(Object helper) {
            this.helper = helper;
        }
    }

    /** A listener that is not Serializable. */
    static class Connection implements HttpSessionBindingListener, HttpSessionActivationListener {

        private final String text;

        Connection(String text) {
            this.text = text;
        }

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            RecordingListeners.LINES.add(text + " bound");
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            RecordingListeners.LINES.add(text + " unbound");
        }

        @Override
        public void sessionDidActivate(HttpSessionEvent event) {
            RecordingListeners.LINES.add(text + " activated");
        }
    }

    private static int total(Keepers.Site site) {
        return site.node().manager().getLocalAttributes();
    }

    @ByAll
    void keepsALocalAttributeOnItsNodeAndTheOthersOnAllNodes(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        var thread = new Thread("x");
        var basket = new Basket().add("plain").add(new Thread("y"));
        visitor.get(site.node(), exchange -> {
            exchange.set("before", 1);
            exchange.set("thread", thread);
            exchange.set("basket", basket);
            return exchange.set("after", "2");
        });

        for (var i = 1; i < 4; i++) {
            var times = i;
            visitor.get(site.node(), exchange -> {
                assertThat(exchange.session().getAttribute("thread")).isSameAs(thread);
                assertThat(exchange.get(Basket.class, "basket")).isSameAs(basket);
                assertThat(Collections.list(exchange.session().getAttributeNames()))
                        .containsExactlyInAnyOrder("before", "thread", "basket", "after");
                return exchange.get(Basket.class, "basket").count++;
            });
            assertThat(basket.count).isEqualTo(times);
        }
        assertThat(visitor.get(site.other(), "before")).isEqualTo("1");
        assertThat(visitor.get(site.other(), "after")).isEqualTo("2");
        if (keeper != Keeper.TOMCAT) {
            assertThat(visitor.get(site.other(), "thread")).isEqualTo("null");
            assertThat(visitor.get(
                            site.other(),
                            exchange -> Collections.list(exchange.session().getAttributeNames())))
                    .isEqualTo("[before, after]");
        }
    }

    @ByAll
    void removesALocalAttributeAndStoresASerializableReplacement(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("thing", new Object()));
        assertThat(visitor.get(site.node(), "thing")).startsWith("java.lang.Object");
        visitor.get(site.node(), exchange -> {
            exchange.session().removeAttribute("thing");
            return "removed";
        });
        assertThat(visitor.get(site.node(), "thing")).isEqualTo("null");

        visitor.get(site.node(), exchange -> exchange.set("thing", new Basket().add(new Object())));
        visitor.get(
                site.node(),
                exchange -> exchange.get(Basket.class, "thing").lines.get(0).helper = "text");
        assertThat(visitor.get(
                        site.other(),
                        exchange -> exchange.get(Basket.class, "thing").lines.get(0).helper))
                .isEqualTo("text");

        visitor.get(
                site.node(),
                exchange -> exchange.get(Basket.class, "thing").lines.get(0).helper = new Object());
        assertThat(visitor.get(
                        site.node(),
                        exchange -> exchange.get(Basket.class, "thing").lines.size()))
                .isEqualTo("1");
        visitor.get(site.node(), exchange -> exchange.set("thing", "plain"));
        assertThat(visitor.get(site.other(), "thing")).isEqualTo("plain");
        assertThat(visitor.get(site.node(), "thing")).isEqualTo("plain");
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "ISOLATED"})
    void prefersTheValueThatAnotherNodeSets(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        var before = total(site);
        visitor.get(site.node(), exchange -> exchange.set("thing", new Connection("old")));
        assertThat(visitor.get(site.other(), exchange -> exchange.set("thing", "newer")))
                .isEqualTo("set");

        assertThat(visitor.get(site.node(), "thing")).isEqualTo("newer");
        visitor.get(site.other(), exchange -> {
            exchange.session().removeAttribute("thing");
            return "removed";
        });
        assertThat(visitor.get(site.node(), "thing")).isEqualTo("null");
        assertThat(total(site)).isEqualTo(before);
        assertThat(RecordingListeners.times("old unbound")).isEqualTo(1);
    }

    @ByAll
    void notifiesListenersThatAreNotSerializable(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("thing", new Connection("one")));
        visitor.get(site.node(), exchange -> exchange.set("thing", new Connection("two")));
        visitor.get(site.node(), exchange -> exchange.set("other", new Connection("three")));
        visitor.get(site.node(), exchange -> {
            exchange.session().removeAttribute("other");
            exchange.session().invalidate();
            return "ended";
        });

        assertThat(RecordingListeners.LINES.stream().filter(line -> line.endsWith("bound")))
                .containsExactly(
                        "one bound", "two bound", "one unbound", "three bound", "three unbound", "two unbound");
        assertThat(RecordingListeners.times("destroyed")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "ISOLATED"})
    void unbindsLocalAttributesOfASessionThatEndedElsewhere(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        var before = total(site);
        visitor.get(site.node(), exchange -> exchange.set("thing", new Connection("one")));
        assertThat(total(site)).isEqualTo(before + 1);
        visitor.get(site.node(), exchange -> exchange.request().changeSessionId());
        visitor.get(site.other(), exchange -> {
            exchange.session().invalidate();
            return "ended";
        });
        assertThat(RecordingListeners.times("one unbound")).isZero();

        while (RecordingListeners.times("one unbound") == 0) {
            site.node().manager().processExpires();
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(total(site)).isEqualTo(before);
        assertThat(RecordingListeners.times("one unbound")).isEqualTo(1);
        assertThat(RecordingListeners.times("destroyed")).isEqualTo(1);
    }

    /** A request that only reads an attribute does not set it. */
    @ByAll
    void doesNotRestoreALocalAttributeThatWasReadBeforeItsRemoval(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> {
            exchange.set("replaced", new Basket().add(new Object()));
            return exchange.set("thing", new Connection("one"));
        });
        var point = new Point();
        var first = visitor.begin(site.node(), exchange -> {
            exchange.get("thing");
            exchange.get("replaced");
            exchange.set("color", "red");
            point.hold();
            return "held";
        });
        point.reached();
        visitor.get(site.node(), exchange -> {
            exchange.session().removeAttribute("thing");
            return exchange.set("replaced", new Thread("newer"));
        });
        point.release();
        first.join();

        assertThat(visitor.get(site.node(), "thing")).isEqualTo("null");
        assertThat(visitor.get(site.node(), "replaced")).contains("newer");
        assertThat(visitor.get(site.node(), "color")).isEqualTo("red");
    }

    @ByAll
    void keepsLocalAttributesOverAnIdChange(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("thing", new Connection("one")));
        visitor.get(site.node(), exchange -> exchange.request().changeSessionId());

        assertThat(visitor.get(site.node(), exchange -> exchange.get(Connection.class, "thing").text))
                .isEqualTo("one");
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "ISOLATED"})
    void needsOneRoundTripToReadALocalAttribute(Keeper keeper) throws Exception {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("thing", new Basket().add(new Object())));
        visitor.get(site.node(), "thing");
        var roundTrips = new ArrayList<Integer>();
        for (var i = 0; i < 10; i++) {
            try (var monitor = new Monitor(KEEPERS.redis())) {
                visitor.get(site.node(), exchange -> exchange.get(Basket.class, "thing").count++);
                roundTrips.add(monitor.names().size());
            }
        }

        // background threads of this test's nodes send commands at times as well
        assertThat(roundTrips).contains(1).doesNotContain(0);
    }

    @Test
    void logsNoFaultOfTheBackgroundThreadInAnOutage() throws Exception {
        try (var node =
                new Node(Node.manager(SHORT_LIVED.url(), "", manager -> {}), (tomcat, context) -> Tomcat.addServlet(
                                context, "work", new WorkServlet())
                        .addMapping(WorkServlet.PATH))) {
            visitor.get(node, exchange -> exchange.set("thing", new Object()));
            SHORT_LIVED.stop();

            assertThatCode(() -> node.manager().processExpires()).doesNotThrowAnyException();
        }
    }

    @Test
    void logsThePathToTheFaultOnce() {
        var site = KEEPERS.of(Keeper.SHARED);
        try (var log = new Logged(LocalAttributes.class.getName())) {
            for (var i = 0; i < 3; i++) {
                new Requests().get(site.node(), exchange -> {
                    var basket = new Basket().add("x").add("x").add("x");
                    exchange.set("log\nged", basket.add(new Thread("canary-value")));
                    return exchange.set("second", Map.of("canary-key", new Object()));
                });
            }

            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages())
                    .anySatisfy(message -> assertThat(message)
                            .contains("'log?ged'", "log?ged.lines[3].helper: java.lang.Thread is not Serializable"))
                    .anySatisfy(message -> assertThat(message)
                            .contains("'second'", "second.values[0]: java.lang.Object is not Serializable"))
                    .noneSatisfy(message -> assertThat(message).contains("canary"));
        }
        assertThat(site.node().manager().getLocalAttributesByName())
                .contains("second (java.util.ImmutableCollections$Map1): 3");
    }

    private Node node(boolean distributable, Consumer<VedfolnirSessionManager> setting) throws Exception {
        return new Node(Node.manager(KEEPERS.redis().url(), "", setting), (tomcat, context) -> {
            context.setDistributable(distributable);
            Tomcat.addServlet(context, "work", new WorkServlet()).addMapping(WorkServlet.PATH);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"distributable", "refuse", "both but local"})
    void rejectsALocalAttributeInADistributableApplicationAtSetAttribute(String which) throws Exception {
        try (var node = node(!"refuse".equals(which), manager -> {
            manager.setUnserializable("refuse".equals(which) ? "refuse" : which.endsWith("local") ? "local" : "");
        })) {
            var answer = visitor.get(node, exchange -> {
                exchange.set("before", "kept");
                try {
                    return exchange.set("basket", new Basket().add("x").add(new Object()));
                } catch (IllegalArgumentException e) {
                    return e.getMessage();
                }
            });
            if (which.endsWith("local")) {
                assertThat(answer).isEqualTo("set");
            } else {
                assertThat(answer)
                        .contains(
                                "The session attribute 'basket' cannot be stored outside of this process",
                                "basket.lines[1].helper: java.lang.Object is not Serializable");
                assertThat(visitor.get(node, "basket")).isEqualTo("null");
            }
            assertThat(visitor.get(node, "before")).isEqualTo("kept");
        }
    }

    /** A collection that another thread keeps changing. */
    static final class Busy implements Serializable {

        private static final long serialVersionUID = 1;
        private boolean rests;

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (!rests) {
                throw new ConcurrentModificationException();
            }
            out.defaultWriteObject();
        }
    }

    @Test
    void acceptsAValueThatChangesDuringSerializationInADistributableApplication() throws Exception {
        try (var one = node(true, manager -> {});
                var two = node(true, manager -> {})) {
            assertThat(visitor.get(one, exchange -> exchange.set("busy", new Busy())))
                    .isEqualTo("set");
            assertThat(visitor.get(two, "busy")).isEqualTo("null");
            visitor.get(one, exchange -> exchange.get(Busy.class, "busy").rests = true);
            assertThat(visitor.get(two, exchange -> exchange.get(Busy.class, "busy").rests))
                    .isEqualTo("true");
        }
    }

    @Test
    void dropsTheOldestLocalAttributesBeyondTheBound() throws Exception {
        try (var node = node(false, manager -> manager.setLocalSessions("2"));
                var log = new Logged(LocalAttributes.class.getName())) {
            var visitors = List.of(new Requests(), new Requests(), new Requests(), new Requests());
            visitors.forEach(each -> each.get(node, exchange -> {
                exchange.set("kept", "x");
                return exchange.set("thing", new Object());
            }));

            assertThat(visitors.stream().map(each -> each.get(node, "thing").startsWith("java.lang.Object")))
                    .containsExactly(false, false, true, true);
            assertThat(visitors.stream().map(each -> each.get(node, "kept"))).containsOnly("x");
            assertThat(node.manager().getLocalAttributes()).isEqualTo(2);
            assertThat(log.messages().stream().filter(message -> message.contains("localSessions")))
                    .hasSize(1);
        }
    }

    @Test
    void keepsFilteredAttributesOnTheirNodeAsTomcatDoes() throws Exception {
        try (var one = node(false, manager -> manager.setSessionAttributeNameFilter("kept.*"));
                var two = node(false, manager -> manager.setSessionAttributeNameFilter("kept.*"))) {
            visitor.get(one, exchange -> {
                exchange.set("kept", "x");
                return exchange.set("left", "y");
            });

            assertThat(visitor.get(one, "left")).isEqualTo("y");
            assertThat(visitor.get(two, "left")).isEqualTo("null");
            assertThat(visitor.get(two, "kept")).isEqualTo("x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "isolated"})
    void failsNoRequestWhileAThreadKeepsAdding(String concurrency) throws Exception {
        var list = new ArrayList<Object>();
        var table = new LinkedHashMap<Object, Object>();
        var done = new AtomicBoolean();
        var job = new Thread(() -> {
            for (var i = 0; !done.get(); i++) {
                list.add(i % MOST);
                table.put(i % MOST, "x");
                if (list.size() == MOST) {
                    list.clear();
                    table.clear();
                }
            }
        });
        Consumer<VedfolnirSessionManager> setting = manager -> {
            manager.setConcurrency(concurrency);
            manager.setCommandTimeout("10s"); // the job takes a processor
        };
        try (var one = node(false, setting);
                var two = node(false, setting)) {
            job.start();
            for (var i = 0; i < 40; i++) {
                var number = i;
                visitor.get(one, exchange -> {
                    exchange.set("list", list);
                    exchange.set("table", new Line(table));
                    return exchange.set("number", number);
                });
                assertThat(visitor.get(two, "number")).isEqualTo(String.valueOf(number));
                assertThat(visitor.get(
                                one,
                                exchange -> exchange.session().getAttribute("list") != null
                                        && exchange.session().getAttribute("table") != null))
                        .isEqualTo("true");
            }
        } finally {
            done.set(true);
            job.join();
        }
    }
}
