package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Form;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.RecordingListeners;
import org.vedfolnir.session.work.Requests;

/** If one request removes an attribute, ends the session or changes its id, concurrent requests on its node see that at once. */
class OneNodeEndsTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private final Requests visitor = new Requests();
    private final Point point = new Point();

    /** The result of each use of the session: the name of the exception. */
    private static String uses(HttpSession session) {
        return outcome(() -> session.getAttribute("color"))
                + ", " + outcome(() -> session.setAttribute("color", "brought back"))
                + ", " + outcome(() -> session.removeAttribute("color"))
                + ", " + outcome(session::isNew)
                + ", " + outcome(session::invalidate);
    }

    private static String outcome(Runnable use) {
        try {
            use.run();
            return "fine";
        } catch (IllegalStateException e) {
            return "ended";
        }
    }

    private static final String ALL_ENDED = "ended, ended, ended, ended, ended";

    @AsOne
    void removesAnAttributeForTheOtherRequestAndKeepsItRemoved(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var first = visitor.begin(site.node(), exchange -> {
            var before = exchange.get("color");
            point.hold();
            return before + ", then " + exchange.get("color");
        });
        point.reached();
        visitor.get(site.node(), exchange -> {
            exchange.session().removeAttribute("color");
            return "removed";
        });
        point.release();

        assertThat(first.join()).isEqualTo("red, then null");
        assertThat(visitor.get(site.other(), "color")).isEqualTo("null");
    }

    @AsOne
    void ignoresInPlaceChangesOfARemovedObject(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var first = visitor.begin(site.node(), exchange -> {
            var form = exchange.get(Form.class, "form");
            point.hold();
            form.left = "nowhere";
            return exchange.get("form");
        });
        point.reached();
        visitor.get(site.node(), exchange -> {
            exchange.session().removeAttribute("form");
            return "removed";
        });
        point.release();

        assertThat(first.join()).isEqualTo("null");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("null");
    }

    @AsOne
    void endsTheSessionForTheOtherRequest(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var cookie = Objects.requireNonNull(visitor.browser().cookie());
        var first = visitor.begin(site.node(), exchange -> {
            var session = exchange.session();
            point.hold();
            return uses(session) + "; " + exchange.found();
        });
        point.reached();
        ends(site.node());
        assertThat(RecordingListeners.times("destroyed")).isEqualTo(1);
        point.release();

        assertThat(first.join()).isEqualTo(ALL_ENDED + "; no session");
        assertThat(RecordingListeners.times("destroyed")).isEqualTo(1);
        for (var node : new Node[] {site.node(), site.other()}) {
            visitor.browser().with(cookie);
            assertThat(visitor.get(node, Exchange::found)).isEqualTo("no session");
        }
    }

    private void ends(Node node) {
        visitor.get(node, exchange -> {
            exchange.session().invalidate();
            return "ended";
        });
    }

    @AsOne
    void letsARequestCreateANewSessionAfterAnEnd(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var before = visitor.browser().id();
        var first = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            var fresh = exchange.request().getSession();
            fresh.setAttribute("color", "blue");
            return fresh.isNew() + " " + fresh.getId();
        });
        point.reached();
        ends(site.node());
        point.release();

        assertThat(first.join()).isEqualTo("true " + visitor.browser().id());
        assertThat(visitor.browser().id()).isNotEqualTo(before);
        assertThat(visitor.get(site.other(), "color")).isEqualTo("blue");
    }

    @AsOne
    void notifiesListenersOnceIfTwoRequestsEndASession(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));

        var answers = visitor.together(4, site.node(), session -> outcome(session::invalidate));

        assertThat(answers).contains("fine");
        assertThat(RecordingListeners.times("destroyed")).isEqualTo(1);
        assertThat(RecordingListeners.times("removed color red")).isEqualTo(1);
    }

    @AsOne
    void savesTheOtherRequestUnderTheNewId(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var old = visitor.copy();
        var first = old.begin(site.node(), exchange -> {
            var session = exchange.session();
            var form = exchange.get(Form.class, "form");
            point.hold();
            session.setAttribute("late", "set after the change");
            form.left = "changed after the change";
            return session.getId() + " " + (exchange.request().getSession(false) == session);
        });
        point.reached();
        visitor.get(site.node(), exchange -> exchange.request().changeSessionId());
        var renamed = visitor.browser().id();
        assertThat(renamed).isNotEqualTo(old.browser().id());
        point.release();

        assertThat(first.join()).isEqualTo(renamed + " true");
        for (var node : new Node[] {site.other(), site.node()}) {
            assertThat(visitor.get(node, "late")).isEqualTo("set after the change");
            assertThat(visitor.get(node, "form")).isEqualTo("changed after the change||0");
            assertThat(old.get(node, Exchange::found)).isEqualTo("no session");
        }
        assertThat(RecordingListeners.times("id changed")).isEqualTo(1);
    }

    @AsOne
    void keepsTheChangesOfTheOtherRequestOverAnIdChange(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var old = visitor.copy();
        var first = old.begin(site.node(), exchange -> {
            exchange.set("early", "set before the change");
            exchange.get(Form.class, "form").left = "changed before the change";
            point.hold();
            return exchange.request().isRequestedSessionIdValid();
        });
        point.reached();
        assertThat(visitor.get(site.node(), exchange -> {
                    exchange.request().changeSessionId();
                    return exchange.get("early");
                }))
                .isEqualTo("set before the change");
        point.release();

        assertThat(first.join()).as("whether its id is valid").isEqualTo("false");
        assertThat(visitor.get(site.other(), "early")).isEqualTo("set before the change");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("changed before the change||0");
    }

    @AsOne
    void sharesTheSessionBetweenRequestsWithTheOldAndTheNewId(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var later = new Point();
        var first = visitor.copy().begin(site.node(), exchange -> {
            var session = exchange.session();
            point.hold();
            session.setAttribute("color", "blue");
            later.hold();
            return session.getAttribute("color");
        });
        point.reached();
        visitor.get(site.node(), exchange -> exchange.request().changeSessionId());
        point.release();
        later.reached();

        assertThat(visitor.get(site.node(), "color")).isEqualTo("blue");
        visitor.get(site.node(), exchange -> exchange.set("color", "green"));
        later.release();
        assertThat(first.join()).isEqualTo("green");
        assertThat(visitor.get(site.other(), "color")).isEqualTo("green");
    }

    @Test
    void releasesASessionThatEndedInItsRequest() {
        var site = KEEPERS.of(Keeper.SHARED);
        site.node().manager().setSessionActivityCheck(true);
        try {
            for (var i = 0; i < 5; i++) {
                visitor.get(site.node(), exchange -> {
                    exchange.request().getSession().invalidate();
                    return exchange.set("color", "red");
                });
            }
            site.node().manager().runtime().activeSessions().touch();
            assertThat(site.node().manager().runtime().activeSessions().size()).isZero();
        } finally {
            site.node().manager().setSessionActivityCheck(false);
        }
    }
}
