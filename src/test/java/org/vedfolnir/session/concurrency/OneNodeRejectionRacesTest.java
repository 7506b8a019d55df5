package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.realm.GenericPrincipal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.http.SessionFacade;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Form;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.Requests;

/** If the store rejects a request, concurrent requests of its session keep their own changes, and see none of the rejected ones. */
class OneNodeRejectionRacesTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Requests visitor = new Requests();

    private final Point point = new Point();

    private static List<Object> tooMuch() {
        return new ArrayList<>(Collections.nCopies(20_000, "element"));
    }

    @Test
    void keepsTheNewValueOfAnotherRequestAfterARejection() {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("color", "none"));
        var spoiling = visitor.send(site.node(), exchange -> {
            exchange.set("color", "red");
            exchange.set("cart", tooMuch());
            point.hold();
            return "done";
        });
        point.reached();
        var later = new Point();
        var second = visitor.begin(site.node(), exchange -> {
            exchange.set("color", "blue");
            later.hold();
            return "set";
        });
        later.reached();
        point.release();
        assertThat(spoiling.join().statusCode()).isEqualTo(500);
        later.release();
        second.join();

        assertThat(visitor.get(site.other(), "color")).isEqualTo("blue");
    }

    @Test
    void restoresTheEarlierValueOfAnotherRequestAfterARejection() {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("color", "none"));
        var later = new Point();
        var second = visitor.begin(site.node(), exchange -> {
            exchange.set("color", "blue");
            later.hold();
            return "set";
        });
        later.reached();
        var spoiling = visitor.send(site.node(), exchange -> {
            exchange.set("color", "red");
            exchange.set("cart", tooMuch());
            point.hold();
            return "done";
        });
        point.reached().release();
        assertThat(spoiling.join().statusCode()).isEqualTo(500);
        later.release();
        second.join();

        assertThat(visitor.get(site.other(), "color")).isEqualTo("blue");
    }

    @Test
    void showsNothingOfARequestThatWasAnswered503() throws Exception {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("color", "none"));
        var stream = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return "over";
        });
        point.reached();
        var away = new Point();
        var failing = visitor.send(site.node(), exchange -> {
            exchange.set("color", "of the request that fails");
            exchange.set("beside", "of the request that fails");
            away.hold();
            return "done";
        });
        away.reached();
        KEEPERS.redis().pause();
        try {
            away.release();
            assertThat(failing.join().statusCode()).isEqualTo(503);
        } finally {
            KEEPERS.redis().resume();
        }
        for (var node : new Node[] {site.node(), site.other()}) {
            Eventually.within(
                    PATIENCE, () -> visitor.send(node, Exchange::found).join().statusCode() == 200);
        }
        visitor.get(site.other(), exchange -> exchange.set("color", "acknowledged"));

        assertThat(visitor.get(site.node(), "color")).isEqualTo("acknowledged");
        point.release();
        stream.join();
        assertThat(visitor.get(site.other(), "color")).isEqualTo("acknowledged");
    }

    @Test
    void keepsASignInDuringARejectionOfAnotherRequest() {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("color", "none"));
        var signsIn = visitor.begin(site.node(), exchange -> {
            var session = ((SessionFacade) exchange.session()).session();
            session.setAuthType("FORM");
            session.setPrincipal(new GenericPrincipal("ann", List.of("user")));
            point.hold();
            return "signed in";
        });
        point.reached();
        var spoiling = visitor.send(site.node(), exchange -> exchange.set("cart", tooMuch()));
        assertThat(spoiling.join().statusCode()).isEqualTo(500);
        point.release();
        signsIn.join();

        assertThat(visitor.get(site.other(), exchange -> {
                    exchange.session();
                    return Objects.requireNonNullElse(exchange.request().getRemoteUser(), "nobody");
                }))
                .isEqualTo("ann");
    }

    @Test
    void keepsTheSessionAfterARejectionThatFollowsAnIdChange() {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var running = visitor.copy().begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return exchange.set("color", "blue");
        });
        point.reached();
        var failing = visitor.send(site.node(), exchange -> {
            exchange.request().changeSessionId();
            exchange.session().setMaxInactiveInterval(77);
            return exchange.set("cart", tooMuch());
        });
        assertThat(failing.join().statusCode()).isEqualTo(500);
        point.release();
        running.join();

        assertThat(visitor.get(site.other(), "color")).isEqualTo("blue");
        assertThat(visitor.get(site.other(), exchange -> exchange.session().getMaxInactiveInterval()))
                .isEqualTo("1800");
    }

    @Test
    void harmsNoRequestIfAChangeOfARetainedSessionIsRejected() {
        var site = KEEPERS.of(Keeper.SHARED);
        var kept = new AtomicReference<@Nullable HttpSession>();
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        visitor.get(site.node(), exchange -> {
            kept.set(exchange.session());
            return "kept";
        });
        var running = visitor.send(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return exchange.set("color", "red");
        });
        point.reached();
        try {
            Objects.requireNonNull(kept.get()).setAttribute("cart", tooMuch());
            throw new AssertionError("The change was not rejected.");
        } catch (RuntimeException e) {
            assertThat(e).isInstanceOf(SessionTooLargeException.class);
        }
        assertThat(visitor.get(site.node(), "cart")).isEqualTo("null");
        point.release();

        assertThat(running.join().statusCode()).isEqualTo(200);
        assertThat(visitor.get(site.other(), "color")).isEqualTo("red");
    }

    @Test
    void failsAtMostOneRequestForAnUnstorableValueOfAThread() throws Exception {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var all = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return "over";
        });
        point.reached();
        var failing = visitor.send(site.node(), exchange -> {
            var session = exchange.session();
            var thread = new Thread(() -> session.setAttribute("cart", tooMuch()));
            thread.start();
            thread.join();
            return exchange.set("beside", "set");
        });
        assertThat(failing.join().statusCode()).isEqualTo(500);

        assertThat(visitor.get(site.node(), exchange -> exchange.set("color", "red")))
                .isEqualTo("set");
        assertThat(visitor.get(site.other(), "color")).isEqualTo("red");
        point.release();
        all.join();
    }

    /** Its serialization throws. */
    private static final class Broken implements Serializable {
        private static final long serialVersionUID = 1;

        private transient boolean now;

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (now) {
                throw new IllegalStateException("of the application");
            }
            out.defaultWriteObject();
        }
    }

    @Test
    void showsNoValueWhoseSerializationThrows() {
        var site = KEEPERS.of(Keeper.REFUSING);
        visitor.get(site.node(), exchange -> exchange.set("color", "none"));
        var all = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return "over";
        });
        point.reached();
        var failing = visitor.send(site.node(), exchange -> {
            exchange.set("color", "of the request that fails");
            exchange.set("broken", new Broken());
            exchange.get(Broken.class, "broken").now = true;
            return "set";
        });
        assertThat(failing.join().statusCode()).isEqualTo(500);

        assertThat(visitor.get(site.node(), "color")).isEqualTo("none");
        assertThat(visitor.get(site.node(), "broken")).isEqualTo("null");
        visitor.get(site.other(), exchange -> exchange.set("color", "acknowledged"));
        assertThat(visitor.get(site.node(), "color")).isEqualTo("acknowledged");
        point.release();
        all.join();
    }
}
