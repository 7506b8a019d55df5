package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Form;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Keepers.Site;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.Requests;
import org.vedfolnir.session.work.Work;

/**
 * If the store rejects the changes of a request, only that request fails, and none of its changes is visible afterwards. Tomcat's manager
 * stores nothing, so it is no reference here.
 */
class OneNodeRefusalsTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Site site = KEEPERS.of(Keeper.REFUSING);
    private final Requests visitor = new Requests();
    private final Point point = new Point();

    /** What makes the attribute {@code cart} unstorable. */
    enum Spoiling {
        REPLACED_BY_ONE_THAT_GREW(exchange -> {
            exchange.set("cart", new ArrayList<>(List.of("milk")));
            return cart(exchange).addAll(tooMuch());
        }),
        GROWN_IN_PLACE(exchange -> cart(exchange).addAll(tooMuch())),
        REPLACED_BY_ONE_THAT_GOT_WHAT_CANNOT_TRAVEL(exchange -> {
            exchange.set("cart", new ArrayList<>(List.of("milk")));
            return cart(exchange).add(new Object());
        }),
        SOMETHING_THAT_CANNOT_TRAVEL_ADDED(exchange -> cart(exchange).add(new Object()));

        private final Work work;

        Spoiling(Work work) {
            this.work = work;
        }

        private static List<Object> tooMuch() {
            return new ArrayList<>(Collections.nCopies(20_000, "element"));
        }

        @SuppressWarnings("unchecked")
        private static List<Object> cart(Exchange exchange) {
            return (List<Object>) exchange.get(List.class, "cart");
        }
    }

    private void begin() {
        visitor.get(site.node(), exchange -> exchange.set("cart", new ArrayList<>(List.of("bread"))));
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
    }

    /** Blocks after the change, before the request ends. */
    private CompletableFuture<HttpResponse<String>> spoils(Spoiling how, Point done) {
        return visitor.send(site.node(), exchange -> {
            exchange.set("beside", "of the request that fails");
            how.work.in(exchange);
            done.hold();
            return "done";
        });
    }

    private static void assertFailed(CompletableFuture<HttpResponse<String>> answer) {
        assertThat(answer.join().statusCode()).isEqualTo(500);
    }

    private void assertUnchangedOn(Node node) {
        assertThat(visitor.get(node, "cart")).isEqualTo("[bread]");
        assertThat(visitor.get(node, "beside")).isEqualTo("null");
        assertThat(visitor.get(node, "color")).isEqualTo("red");
        assertThat(visitor.get(node, "form")).isEqualTo("in place||0");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void savesARequestThatEndsBeforeTheFailingOne(Spoiling how) {
        begin();
        var spoiling = spoils(how, point);
        point.reached();
        visitor.get(site.node(), exchange -> {
            exchange.get(Form.class, "form").left = "in place";
            return exchange.set("color", "red");
        });
        assertThat(visitor.get(site.other(), "color")).isEqualTo("red");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("in place||0");
        point.release();

        assertFailed(spoiling);
        assertUnchangedOn(site.other());
        assertUnchangedOn(site.node());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void savesARequestThatEndsAfterTheFailingOneWithoutItsChanges(Spoiling how) {
        begin();
        var running = visitor.begin(site.node(), exchange -> {
            exchange.get("cart");
            var form = exchange.get(Form.class, "form");
            point.hold();
            form.left = "in place";
            exchange.set("color", "red");
            return exchange.get("cart") + exchange.get("beside");
        });
        point.reached();
        var spoilt = new Point();
        var spoiling = spoils(how, spoilt);
        spoilt.reached().release();
        assertFailed(spoiling);

        assertThat(visitor.get(site.node(), "cart"))
                .as("cart while the other request runs")
                .isEqualTo("[bread]");
        assertThat(visitor.get(site.node(), "beside")).isEqualTo("null");
        point.release();
        assertThat(running.join()).isEqualTo("[bread]null");
        assertUnchangedOn(site.other());
        assertUnchangedOn(site.node());
    }

    @Test
    void showsNoValueThatSetAttributeRejects() {
        begin();
        var running = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return exchange.get("thing") + exchange.set("color", "red");
        });
        point.reached();
        assertThat(visitor.get(site.node(), exchange -> {
                    var refused = 0;
                    for (var thing :
                            List.of(new Object(), new ArrayList<>(List.of(new Object())), Spoiling.tooMuch())) {
                        try {
                            exchange.set("thing", thing);
                        } catch (IllegalArgumentException | SessionTooLargeException e) {
                            refused++;
                        }
                    }
                    return refused;
                }))
                .isEqualTo("3");
        assertThat(visitor.get(site.node(), "thing")).isEqualTo("null");
        point.release();

        assertThat(running.join()).isEqualTo("nullset");
        assertThat(visitor.get(site.other(), "color")).isEqualTo("red");
    }

    @Test
    void failsOnlyTheRequestThatSavesDuringAnOutage() throws Exception {
        begin();
        var running = visitor.begin(site.node(), exchange -> {
            var form = exchange.get(Form.class, "form");
            point.hold();
            form.left = "in place";
            return exchange.set("color", "red");
        });
        point.reached();
        var away = new Point();
        var failing = visitor.send(site.node(), exchange -> {
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
        point.release();

        assertThat(running.join()).isEqualTo("set");
        assertThat(visitor.get(site.other(), "color")).isEqualTo("red");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("in place||0");
    }
}
