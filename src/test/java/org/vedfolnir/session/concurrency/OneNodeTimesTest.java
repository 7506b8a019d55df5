package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.Requests;
import org.vedfolnir.session.work.Work;

/** {@code isNew}, last access and id of a session during several concurrent requests. */
class OneNodeTimesTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Tolerance: the store's clock and ours are not read at the same moment. */
    private static final long INEXACT = 20;

    private final Requests visitor = new Requests();
    private final Point point = new Point();

    /** The first request of a session, still running when this returns. The cookie has left with the first part of the response. */
    private CompletableFuture<String> beginsASession(Node node, Work before, Work after) {
        var id = new AtomicReference<@Nullable String>();
        var first = visitor.begin(node, exchange -> {
            exchange.set("color", "red");
            id.set(exchange.session().getId());
            exchange.response().flushBuffer();
            var seen = before.in(exchange);
            point.hold();
            return seen + ", then " + after.in(exchange);
        });
        point.reached();
        visitor.browser().with("JSESSIONID=" + Objects.requireNonNull(id.get()));
        return first;
    }

    @AsOne
    void isNewUntilTheClientJoins(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        Work isNew = exchange -> exchange.session().isNew();
        var first = beginsASession(site.node(), isNew, isNew);

        assertThat(visitor.get(site.node(), isNew)).isEqualTo("false");
        point.release();
        assertThat(first.join()).isEqualTo("true, then false");
        assertThat(visitor.get(site.other(), isNew)).isEqualTo("false");
    }

    @AsOne
    void reportsTheSameTimesToAllRequests(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        Work says = exchange -> {
            var session = exchange.session();
            return session.getId() + " " + session.getCreationTime() + " " + session.getMaxInactiveInterval() + " "
                    + exchange.request().getRequestedSessionId().equals(session.getId()) + " "
                    + exchange.request().isRequestedSessionIdValid();
        };
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var first = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return says.in(exchange);
        });
        point.reached();
        var second = visitor.get(site.node(), says);
        point.release();

        assertThat(first.join()).isEqualTo(second).endsWith(" 1800 true true");
        assertThat(second).startsWith(visitor.browser().id() + " ");
        assertThat(visitor.get(site.other(), says)).isEqualTo(second);
    }

    @AsOne
    void reportsTheEndOfTheLastFinishedRequestAsLastAccess(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        var created = new AtomicLong();
        var during = new AtomicLong(Long.MAX_VALUE);
        var first = beginsASession(
                site.node(),
                exchange -> {
                    created.set(exchange.session().getLastAccessedTime());
                    return "new";
                },
                exchange -> {
                    Eventually.within(
                            PATIENCE, () -> exchange.session().getLastAccessedTime() >= during.get() - INEXACT);
                    return "as the second one left it";
                });
        var seen = visitor.get(site.node(), exchange -> {
            var last = exchange.session().getLastAccessedTime();
            Eventually.within(PATIENCE, () -> System.currentTimeMillis() > last + 3 * INEXACT);
            during.set(System.currentTimeMillis());
            return last;
        });
        assertThat(Long.parseLong(seen))
                .as("last access before any request ended")
                .isLessThanOrEqualTo(created.get() + INEXACT);
        point.release();

        assertThat(first.join()).isEqualTo("new, then as the second one left it");
    }

    @AsOne
    void appliesTheIdleTimeoutOfOneRequestToAll(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var first = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return exchange.session().getMaxInactiveInterval();
        });
        point.reached();
        visitor.get(site.node(), exchange -> {
            exchange.session().setMaxInactiveInterval(77);
            return "set";
        });
        point.release();

        assertThat(first.join()).isEqualTo("77");
        assertThat(visitor.get(site.other(), exchange -> exchange.session().getMaxInactiveInterval()))
                .isEqualTo("77");
    }
}
