package org.vedfolnir.session.registry.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Session;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.work.Requests;
import org.vedfolnir.session.work.WorkServlet;

/** A list of sessions costs few round trips, shows values without creating objects of the application, and is a snapshot. */
class SessionListingTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final AtomicInteger READ = new AtomicInteger();

    private Node a;
    private Node b;

    @BeforeEach
    void start() throws Exception {
        REDIS.command("FLUSHALL");
        READ.set(0);
        a = node();
        b = node();
    }

    private static Node node() throws Exception {
        return new Node(
                Node.manager(REDIS.url(), "", SessionListingTest::quiet),
                (tomcat, context) ->
                        Tomcat.addServlet(context, "work", new WorkServlet()).addMapping(WorkServlet.PATH));
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
    }

    private static void quiet(VedfolnirSessionManager manager) {
        Node.quiet(manager);
        Node.recording(manager);
    }

    /** Counts how often one of its objects is read. */
    static final class Cart implements Serializable {

        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            READ.incrementAndGet();
        }
    }

    /** A visitor whose session on node a has these attributes. */
    private Requests visitor(Object... namesAndValues) {
        var visitor = new Requests();
        visitor.get(a, exchange -> {
            var session = exchange.request().getSession();
            for (var i = 0; i < namesAndValues.length; i += 2) {
                session.setAttribute((String) namesAndValues[i], namesAndValues[i + 1]);
            }
            return "";
        });
        return visitor;
    }

    /** Redis has all scripts from now on: an unknown one is sent twice. */
    private void useOnce() {
        for (var each : listed()) {
            each.isValid();
            each.getCreationTime();
        }
    }

    private List<Session> listed() {
        return List.of(b.manager().findSessions());
    }

    @Test
    void readsIdleTimesOfFiveHundredSessionsInOneScript() {
        for (var i = 0; i < 520; i++) {
            visitor();
        }
        useOnce();

        var scripts = REDIS.roundTrips(() -> {
            var all = listed();
            assertThat(all).hasSize(520).allSatisfy(each -> assertThat(each.getIdleTimeInternal())
                    .isNotNegative());
            assertThat(all).allMatch(Session::isValid);
        });

        assertThat(scripts)
                .as("two pages of ids, of which one is empty, and two of times")
                .isEqualTo(4);
    }

    @Test
    void readsEachDocumentOnceHoweverOftenItIsSorted() {
        for (var i = 0; i < 150; i++) {
            visitor("user", "user-" + i);
        }
        useOnce();

        var scripts = REDIS.roundTrips(() -> {
            var all = b.manager().findSessions();
            for (var round = 0; round < 3; round++) {
                Arrays.sort(all, (one, other) -> Long.compare(one.getCreationTime(), other.getCreationTime()));
                Collections.shuffle(Arrays.asList(all));
            }
            assertThat(all).allSatisfy(each -> assertThat(
                            each.getSession().getAttribute("user").toString())
                    .startsWith("user-"));
        });

        assertThat(scripts).as("two pages of ids, and each document").isEqualTo(152);
    }

    @Test
    void showsValuesWithoutReadingObjects() {
        visitor(
                "text",
                "plain",
                "number",
                42L,
                "day",
                LocalDate.of(2026, 11, 30),
                "language",
                Locale.GERMANY,
                "list",
                List.of("one", "two"),
                "cart",
                new Cart(),
                "report",
                "x".repeat(5000));
        READ.set(0);

        var shown = listed().get(0).getSession();

        assertThat(Collections.list(shown.getAttributeNames()))
                .containsExactly("cart", "day", "language", "list", "number", "report", "text");
        assertThat(shown.getAttribute("text")).isEqualTo("plain");
        assertThat(shown.getAttribute("number")).isEqualTo(42L);
        assertThat(shown.getAttribute("day")).isEqualTo(LocalDate.of(2026, 11, 30));
        assertThat(shown.getAttribute("language")).isEqualTo(Locale.GERMANY);
        assertThat(shown.getAttribute("list")).hasToString("[\"one\",\"two\"]");
        assertThat(String.valueOf(shown.getAttribute("cart")))
                .startsWith(Cart.class.getName() + ", serialized, ")
                .endsWith(" bytes");
        assertThat(shown.getAttribute("report")).hasToString("JSON, 5,002 bytes, stored beside the session");
        assertThat(shown.getAttribute("none")).isNull();
        assertThat(Collections.list(shown.getAttributeNames()))
                .as("PSI Probe asks this of each value")
                .allSatisfy(name -> assertThat(shown.getAttribute(name)).isInstanceOf(Serializable.class));
        assertThat(READ).hasValue(0);
    }

    @Test
    void removesAnAttributeAndEndsASessionWithAnEventEach() {
        var visitor = visitor("color", "blue", "shape", "round");
        a.registry().events().read(100);
        var shown = listed().get(0).getSession();

        shown.removeAttribute("color");
        assertThat(visitor.get(a, "color")).isEqualTo("null");
        assertThat(visitor.get(a, "shape")).isEqualTo("round");
        assertThat(shown.getAttribute("color")).isNull();
        assertThat(shown.getAttribute("shape")).isEqualTo("round");
        shown.invalidate();

        assertThat(visitor.get(a, exchange -> exchange.request().getSession(false) == null))
                .isEqualTo("true");
        assertThatIllegalStateException().isThrownBy(shown::getCreationTime);
        assertThat(listed()).isEmpty();
        assertThat(b.registry().events().read(100))
                .extracting(each -> each.event())
                .contains(
                        new SessionEvent.AttributeRemoved("color"),
                        new SessionEvent.Ended(EndReason.ENDED_BY_OPERATOR));
    }

    @Test
    void aSessionThatHasEndedSinceIsShownAsOver() {
        var visitor = visitor("color", "blue");
        var shown = listed().get(0);

        visitor.get(a, exchange -> {
            exchange.request().getSession().invalidate();
            return "";
        });

        assertThat(shown.isValid()).isFalse();
        assertThat(shown.getSession()).isNull();
        assertThat(shown.getPrincipal()).isNull();
        assertThat(shown.getIdleTimeInternal()).isZero();
        assertThatIllegalStateException().isThrownBy(shown::getCreationTime).withMessageContaining(shown.getId());
        shown.expire();
    }

    @Test
    void refusesChangesThatNoToolMakes() {
        visitor("color", "blue");
        var shown = listed().get(0);

        assertThatThrownBy(() -> shown.setMaxInactiveInterval(1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> shown.getSession().setAttribute("color", "red"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("color");
    }
}
