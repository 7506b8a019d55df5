package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.work.Form;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.Requests;

/**
 * Concurrent requests of one session on one node share the session, as with Tomcat's own manager: locks, counters and beans of the session work
 * as usual.
 */
class OneNodeAsOneTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private final Requests visitor = new Requests();

    /** As Spring's {@code HttpSessionMutexListener} adds one to each session. */
    private static final class Mutex implements Serializable {
        private static final long serialVersionUID = 1;
    }

    @AsOne
    void acceptsATokenOnceForFourRequestsUnderALockOnTheSession(Keeper keeper) {
        var node = KEEPERS.of(keeper).node();
        visitor.get(node, exchange -> exchange.set("token", "t1"));

        var answers = visitor.together(4, node, session -> {
            synchronized (session) {
                return useUp(session);
            }
        });

        assertThat(answers).containsExactlyInAnyOrder("accepted", "refused", "refused", "refused");
        assertThat(visitor.get(KEEPERS.of(keeper).other(), "token")).isEqualTo("null");
    }

    @AsOne
    void acceptsATokenOnceForFourRequestsUnderALockOnAnAttribute(Keeper keeper) {
        var node = KEEPERS.of(keeper).node();
        visitor.get(node, exchange -> exchange.set("mutex", new Mutex()));
        visitor.get(node, exchange -> exchange.set("token", "t1"));

        var answers = visitor.together(4, node, session -> {
            synchronized (attribute(Mutex.class, session, "mutex")) {
                return useUp(session);
            }
        });

        assertThat(answers).containsExactlyInAnyOrder("accepted", "refused", "refused", "refused");
        assertThat(visitor.get(KEEPERS.of(keeper).other(), "token")).isEqualTo("null");
    }

    private static <T> T attribute(Class<T> type, HttpSession session, String name) {
        return Objects.requireNonNull(type.cast(session.getAttribute(name)));
    }

    private static String useUp(HttpSession session) {
        if (session.getAttribute("token") == null) {
            return "refused";
        }
        session.removeAttribute("token");
        return "accepted";
    }

    @AsOne
    void countsTenIncrementsUnderALockOnTheSession(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("count", 0));

        var answers = visitor.together(10, site.node(), session -> {
            synchronized (session) {
                var next = attribute(Integer.class, session, "count") + 1;
                session.setAttribute("count", next);
                return next;
            }
        });

        assertThat(answers).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        assertThat(visitor.get(site.node(), "count")).isEqualTo("10");
        assertThat(visitor.get(site.other(), "count")).isEqualTo("10");
    }

    @AsOne
    void countsTenInPlaceIncrementsUnderALockOnTheBean(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));

        visitor.together(10, site.node(), session -> {
            var form = attribute(Form.class, session, "form");
            synchronized (form) {
                form.count++;
            }
            return "counted";
        });

        assertThat(visitor.get(site.node(), "form")).isEqualTo("||10");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("||10");
    }

    @AsOne
    void createsAMissingAttributeOnceForAllRequests(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("token", "t1"));

        visitor.together(6, site.node(), session -> {
            synchronized (session) {
                if (session.getAttribute("list") == null) {
                    session.setAttribute("list", Collections.synchronizedList(new ArrayList<String>()));
                }
            }
            list(session).add("x");
            return "added";
        });

        assertThat(visitor.get(site.other(), "list")).isEqualTo("[x, x, x, x, x, x]");
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(HttpSession session) {
        return (List<String>) Objects.requireNonNull(session.getAttribute("list"));
    }

    @AsOne
    void keepsTheChangesOfTwoRequestsToTwoFieldsOfABean(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var before = new Point();
        var after = new Point();
        var first = visitor.begin(site.node(), exchange -> {
            var form = exchange.get(Form.class, "form");
            before.hold();
            form.left = "set by the first";
            after.hold();
            return form;
        });
        before.reached();
        var second = new Point();
        var answer = visitor.begin(site.node(), exchange -> {
            var form = exchange.get(Form.class, "form");
            second.hold();
            form.right = "set by the second";
            return form;
        });
        second.reached();
        before.release();
        after.reached();
        second.release();

        assertThat(answer.join()).isEqualTo("set by the first|set by the second|0");
        after.release();
        assertThat(first.join()).isEqualTo("set by the first|set by the second|0");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("set by the first|set by the second|0");
        assertThat(visitor.get(site.node(), "form")).isEqualTo("set by the first|set by the second|0");
    }

    @AsOne
    void keepsAnInPlaceChangeAfterTheSaveOfAnotherRequest(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var point = new Point();
        var first = visitor.begin(site.node(), exchange -> {
            var form = exchange.get(Form.class, "form");
            point.hold();
            form.left = "late";
            return form;
        });
        point.reached();
        visitor.get(site.node(), exchange -> exchange.get(Form.class, "form").right = "early");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("|early|0");
        point.release();

        assertThat(first.join()).isEqualTo("late|early|0");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("late|early|0");
    }

    @AsOne
    void givesAllRequestsTheSameSessionAndAttributes(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var session = new AtomicReference<@Nullable HttpSession>();
        var form = new AtomicReference<@Nullable Object>();
        var point = new Point();
        var first = visitor.begin(site.node(), exchange -> {
            session.set(exchange.session());
            form.set(exchange.get(Form.class, "form"));
            point.hold();
            return exchange.session() == session.get();
        });
        point.reached();

        assertThat(visitor.get(site.node(), exchange -> exchange.session() == session.get()))
                .isEqualTo("true");
        assertThat(visitor.get(site.node(), exchange -> exchange.get(Form.class, "form") == form.get()))
                .isEqualTo("true");
        point.release();
        assertThat(first.join()).isEqualTo("true");
    }

    @AsOne
    void showsProgressAtOnce(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("progress", 0));
        var half = new Point();
        var most = new Point();
        var upload = visitor.begin(site.node(), exchange -> {
            exchange.set("progress", 50);
            half.hold();
            exchange.set("progress", 90);
            exchange.session().setMaxInactiveInterval(77);
            most.hold();
            return exchange.set("progress", 100);
        });
        half.reached();
        assertThat(visitor.get(site.node(), "progress")).isEqualTo("50");
        half.release();
        most.reached();
        assertThat(visitor.get(site.node(), "progress")).isEqualTo("90");
        assertThat(visitor.get(site.node(), exchange -> exchange.session().getMaxInactiveInterval()))
                .isEqualTo("77");
        most.release();

        upload.join();
        assertThat(visitor.get(site.other(), "progress")).isEqualTo("100");
    }

    @AsOne
    void blocksOnlyRequestsThatTakeTheSameLock(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var point = new Point();
        var first = visitor.begin(site.node(), exchange -> {
            var session = exchange.session();
            synchronized (session) {
                synchronized (exchange.get(Form.class, "form")) {
                    point.hold();
                    return exchange.get("beside");
                }
            }
        });
        point.reached();

        visitor.get(site.node(), exchange -> exchange.set("beside", "set meanwhile"));
        visitor.get(site.node(), exchange -> exchange.get(Form.class, "form").left = "changed meanwhile");
        assertThat(visitor.get(site.other(), "beside")).isEqualTo("set meanwhile");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("changed meanwhile||0");
        point.release();
        assertThat(first.join()).isEqualTo("set meanwhile");
    }

    @AsOne
    void savesAnObjectUnderBothNamesIfAnotherRequestReadOne(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        var point = new Point();
        visitor.get(site.node(), exchange -> {
            var cart = new ArrayList<Object>(List.of("bread"));
            exchange.set("cart", cart);
            return exchange.set("form", cart);
        });
        var first = visitor.begin(site.node(), exchange -> {
            @SuppressWarnings("unchecked")
            var cart = (List<Object>) exchange.get(List.class, "cart");
            point.hold();
            return cart.add("milk");
        });
        point.reached();
        assertThat(visitor.get(site.node(), "form")).isEqualTo("[bread]");
        point.release();
        first.join();

        assertThat(visitor.get(site.other(), "cart")).isEqualTo("[bread, milk]");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("[bread, milk]");
        assertThat(visitor.get(
                        site.other(),
                        exchange -> exchange.session().getAttribute("cart")
                                == exchange.session().getAttribute("form")))
                .isEqualTo("true");
    }
}
