package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.work.Form;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Keepers.Site;
import org.vedfolnir.session.work.Label;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.RecordingListeners;
import org.vedfolnir.session.work.Requests;

/** With several concurrent requests of a session, listeners get the same calls as with Tomcat's manager, once each. */
class OneNodeListenersTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private final Requests visitor = new Requests();
    private final Point point = new Point();

    @AsOne
    void notifiesListenersOfTheChangesOfTwoRequestsInOrder(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var first = visitor.begin(site.node(), exchange -> {
            exchange.set("thing", new Label("one"));
            point.hold();
            exchange.session().removeAttribute("thing");
            return exchange.get("thing");
        });
        point.reached();
        visitor.get(site.node(), exchange -> exchange.set("thing", new Label("two")));
        point.release();

        assertThat(first.join()).isEqualTo("null");
        assertThat(calls())
                .containsExactly(
                        "created",
                        "added color red",
                        "one bound",
                        "added thing one",
                        "two bound",
                        "one unbound",
                        "replaced thing two",
                        "two unbound",
                        "removed thing two");
    }

    /** Without calls that Tomcat's manager on one node has no reason to make. */
    private static List<String> calls() {
        return RecordingListeners.LINES.stream()
                .filter(line -> !line.endsWith("activated") && !line.endsWith("passivated"))
                .toList();
    }

    @AsOne
    void notifiesEachValueOnceAtTheEndDuringOtherRequests(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("thing", new Label("one")));
        var first = visitor.begin(site.node(), exchange -> {
            exchange.set("beside", new Label("two"));
            point.hold();
            return exchange.found();
        });
        point.reached();
        visitor.get(site.node(), exchange -> {
            exchange.session().invalidate();
            return "ended";
        });
        point.release();

        assertThat(first.join()).isEqualTo("no session");
        assertThat(calls()).startsWith("created", "one bound", "added thing one", "two bound", "added beside two");
        assertThat(calls())
                .hasSize(10)
                .containsOnlyOnce("destroyed", "one unbound", "removed thing one", "two unbound", "removed beside two");
    }

    @AsOne
    void notifiesNoListenerOfReadsAndInPlaceChanges(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("thing", new Label("one")));
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        RecordingListeners.LINES.clear();
        var first = visitor.begin(site.node(), exchange -> {
            exchange.get(Form.class, "form").left = "in place";
            point.hold();
            return exchange.get("thing");
        });
        point.reached();
        visitor.get(site.node(), exchange -> exchange.get(Form.class, "form").right = exchange.get("thing"));
        point.release();
        first.join();

        assertThat(calls()).isEmpty();
    }

    /** Tomcat's manager activates no object, since none leaves the heap. Ours activates each object once when it comes out of the store. */
    @AsOne
    void activatesAnObjectOnceForSeveralRequests(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.other(), exchange -> exchange.set("thing", new Label("one")));
        readByThree(site);

        assertThat(RecordingListeners.times("one activated")).isEqualTo(keeper == Keeper.TOMCAT ? 0 : 1);
    }

    private void readByThree(Site site) {
        var before = RecordingListeners.times("one activated");
        var first = visitor.begin(site.node(), exchange -> {
            exchange.get("thing");
            point.hold();
            return exchange.get("thing");
        });
        point.reached();
        assertThat(visitor.get(site.node(), "thing")).isEqualTo("one");
        assertThat(visitor.get(site.node(), "thing")).isEqualTo("one");
        point.release();
        assertThat(first.join()).isEqualTo("one");
        assertThat(before).as("activations before the next read").isZero();
    }
}
