package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Form;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Keepers.Site;
import org.vedfolnir.session.work.Label;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.RecordingListeners;
import org.vedfolnir.session.work.Requests;

/**
 * With {@code concurrency} isolated each request works on its own copy, on one node as on two. Attributes are merged one by one, and the last save of
 * an attribute wins. The tests {@code OneNode…} show what Tomcat's manager does instead.
 */
class IsolatedRequestsTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private final Site site = KEEPERS.of(Keeper.ISOLATED);
    private final Requests visitor = new Requests();
    private final Point point = new Point();

    @Test
    void doesNotBlockOtherRequestsByALockOnTheSession() {
        visitor.get(site.node(), exchange -> exchange.set("token", "t1"));
        visitor.get(site.node(), exchange -> exchange.set("count", 0));

        var answers = visitor.together(4, site.node(), session -> {
            synchronized (session) {
                session.removeAttribute("token");
                var next = (Integer) Objects.requireNonNull(session.getAttribute("count")) + 1;
                session.setAttribute("count", next);
                return next;
            }
        });

        assertThat(answers).containsExactly("1", "1", "1", "1");
        assertThat(visitor.get(site.other(), "count")).isEqualTo("1");
        assertThat(visitor.get(site.other(), "token")).isEqualTo("null");
    }

    @Test
    void keepsTheLastSavedOfTwoChangesOfABean() {
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var first = visitor.begin(site.node(), exchange -> {
            var form = exchange.get(Form.class, "form");
            exchange.set("beside", "kept");
            point.hold();
            form.left = "by the first";
            return form;
        });
        point.reached();
        assertThat(visitor.get(site.node(), exchange -> {
                    exchange.get(Form.class, "form").right = "by the second";
                    return exchange.set("color", "red") + ", " + exchange.get("beside");
                }))
                .as("the unsaved change of the first request")
                .isEqualTo("set, null");
        point.release();

        assertThat(first.join()).isEqualTo("by the first||0");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("by the first||0");
        assertThat(visitor.get(site.other(), "beside")).isEqualTo("kept");
        assertThat(visitor.get(site.other(), "color")).isEqualTo("red");
    }

    @Test
    void keepsAnAttributeThatAnotherRequestRemovesUntilTheRequestEnds() {
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var first = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return exchange.get("color");
        });
        point.reached();
        visitor.get(site.node(), exchange -> {
            exchange.session().removeAttribute("color");
            return "removed";
        });
        point.release();

        assertThat(first.join()).isEqualTo("red");
        assertThat(visitor.get(site.node(), "color")).isEqualTo("null");
    }

    @Test
    void keepsASessionThatAnotherRequestEndsUsableUntilTheRequestEnds() {
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var first = visitor.begin(site.node(), exchange -> {
            var session = exchange.session();
            point.hold();
            session.setAttribute("color", "brought back");
            return session.getAttribute("color");
        });
        point.reached();
        visitor.get(site.node(), exchange -> {
            exchange.session().invalidate();
            return "ended";
        });
        point.release();

        assertThat(first.join()).isEqualTo("brought back");
        assertThat(visitor.get(site.node(), Exchange::found)).isEqualTo("no session");
        assertThat(RecordingListeners.times("destroyed")).isEqualTo(1);
    }

    @Test
    void rejectsAChangeIfAnotherRequestChangedTheId() {
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var first = visitor.copy().send(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return exchange.set("color", "blue");
        });
        point.reached();
        visitor.get(site.node(), exchange -> exchange.request().changeSessionId());
        point.release();

        assertThat(first.join().statusCode()).isEqualTo(503);
        assertThat(visitor.get(site.node(), "color")).isEqualTo("red");
    }

    @Test
    void givesEachRequestItsOwnObjects() {
        visitor.get(site.node(), exchange -> exchange.set("thing", new Label("one")));
        var first = visitor.begin(site.node(), exchange -> {
            exchange.get("thing");
            point.hold();
            return "seen";
        });
        point.reached();
        visitor.get(site.node(), "thing");
        point.release();
        first.join();

        assertThat(RecordingListeners.times("one activated")).isEqualTo(2);
    }
}
