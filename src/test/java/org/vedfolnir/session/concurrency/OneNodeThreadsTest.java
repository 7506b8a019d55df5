package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Form;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.RecordingListeners;
import org.vedfolnir.session.work.Requests;
import org.vedfolnir.session.work.WorkServlet;

/** The shared session of a node in streams, other threads, retained sessions, other methods and passive paths. */
class OneNodeThreadsTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private final Requests visitor = new Requests();
    private final Point point = new Point();

    @AsOne
    void showsAndSavesAttributesThatAStreamSetsAfterItsFirstPart(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var sent = new Point();
        var stream = visitor.begin(site.node(), exchange -> {
            exchange.set("part", 1);
            exchange.response().getWriter().print("1");
            exchange.response().flushBuffer();
            sent.hold();
            exchange.set("part", 2);
            exchange.get(Form.class, "form").left = "after the first part";
            exchange.response().getWriter().print("2");
            exchange.response().flushBuffer();
            point.hold();
            return exchange.get("heard");
        });
        sent.reached();
        assertThat(visitor.get(site.other(), "part"))
                .as("value that was set before the flush")
                .isEqualTo("1");
        sent.release();
        point.reached();
        assertThat(visitor.get(site.node(), "part")).isEqualTo("2");
        assertThat(visitor.get(site.node(), "form")).isEqualTo("after the first part||0");
        visitor.get(site.node(), exchange -> exchange.set("heard", "yes"));
        point.release();

        assertThat(stream.join()).isEqualTo("12yes");
        assertThat(visitor.get(site.other(), "part")).isEqualTo("2");
        assertThat(visitor.get(site.other(), "heard")).isEqualTo("yes");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("after the first part||0");
    }

    @AsOne
    void sharesTheSessionWithAThreadOfAnAsynchronousRequest(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var done = visitor.begin(site.node(), exchange -> {
            var session = exchange.session();
            onNewThread(exchange.request().startAsync(), started -> {
                session.setAttribute("step", "begun");
                point.hold();
                var answer = session.getAttribute("answer");
                ((Form) Objects.requireNonNull(session.getAttribute("form"))).left = "by the thread";
                session.setAttribute("step", "done");
                started.getResponse().getWriter().print(answer);
            });
            return null;
        });
        point.reached();
        assertThat(visitor.get(site.node(), "step")).isEqualTo("begun");
        visitor.get(site.node(), exchange -> exchange.get(Form.class, "form").right = "meanwhile");
        visitor.get(site.node(), exchange -> exchange.set("answer", "42"));
        point.release();

        assertThat(done.join()).isEqualTo("42");
        for (var node : new Node[] {site.other(), site.node()}) {
            assertThat(visitor.get(node, "step")).isEqualTo("done");
            assertThat(visitor.get(node, "answer")).isEqualTo("42");
            assertThat(visitor.get(node, "form")).isEqualTo("by the thread|meanwhile|0");
        }
    }

    private interface Steps {
        void with(AsyncContext started) throws IOException;
    }

    private static void onNewThread(AsyncContext started, Steps steps) {
        new Thread(() -> {
                    try {
                        steps.with(started);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        started.complete();
                    }
                })
                .start();
    }

    @AsOne
    void sharesARetainedSessionWithARequest(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        var kept = keep(site.node());
        var running = visitor.begin(site.node(), exchange -> {
            exchange.set("color", "red");
            exchange.get(Form.class, "form").left = "by the request";
            point.hold();
            return exchange.get("word") + " " + exchange.get("form");
        });
        point.reached();

        assertThat(kept.getAttribute("color")).isEqualTo("red");
        assertThat(kept.getAttribute("form")).hasToString("by the request||0");
        kept.setAttribute("word", "set by nobody's thread");
        ((Form) Objects.requireNonNull(kept.getAttribute("form"))).right = "by nobody's thread";
        point.release();

        assertThat(running.join()).isEqualTo("set by nobody's thread by the request|by nobody's thread|0");
        for (var node : new Node[] {site.other(), site.node()}) {
            assertThat(visitor.get(node, "word")).isEqualTo("set by nobody's thread");
            assertThat(visitor.get(node, "color")).isEqualTo("red");
            assertThat(visitor.get(node, "form")).isEqualTo("by the request|by nobody's thread|0");
        }
    }

    @AsOne
    void endsTheSessionOfARunningRequestByARetainedSession(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        var kept = keep(site.node());
        var running = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return exchange.found();
        });
        point.reached();
        kept.invalidate();
        point.release();

        assertThat(running.join()).isEqualTo("no session");
        assertThat(visitor.get(site.other(), Exchange::found)).isEqualTo("no session");
        assertThat(RecordingListeners.times("destroyed")).isEqualTo(1);
    }

    @AsOne
    void servesOtherThreadsWithTheSessionOfARunningRequest(Keeper keeper) throws Exception {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var running = visitor.begin(site.node(), exchange -> {
            var session = exchange.session();
            var thread = new Thread(() -> {
                session.setAttribute("word", "by a worker");
                ((Form) Objects.requireNonNull(session.getAttribute("form"))).left = "by a worker";
            });
            thread.start();
            thread.join();
            point.hold();
            return exchange.get("word") + " " + exchange.get("form");
        });
        point.reached();
        assertThat(visitor.get(site.node(), "word")).isEqualTo("by a worker");
        point.release();

        assertThat(running.join()).isEqualTo("by a worker by a worker||0");
        assertThat(visitor.get(site.other(), "word")).isEqualTo("by a worker");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("by a worker||0");
    }

    /** The session that the application retains of a finished request. */
    private HttpSession keep(Node node) {
        var kept = new AtomicReference<@Nullable HttpSession>();
        visitor.get(node, exchange -> exchange.set("form", new Form()));
        visitor.get(node, exchange -> {
            kept.set(exchange.session());
            return "kept";
        });
        return Objects.requireNonNull(kept.get());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"TOMCAT", "SHARED", "TRACKED"})
    void sharesTheSessionOfARunningRequestWithRequestsOfEveryKind(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var running = visitor.begin(site.node(), exchange -> {
            exchange.set("progress", 50);
            var form = exchange.get(Form.class, "form");
            form.left = "in place";
            point.hold();
            return form;
        });
        point.reached();

        var seen = new AtomicReference<>("nothing");
        var look = WorkServlet.query(exchange -> {
            var request = exchange.request();
            seen.set(request.getMethod() + " " + request.getServletPath() + " " + exchange.get("progress") + " "
                    + exchange.get("form"));
            exchange.get(Form.class, "form").count++;
            return "seen";
        });
        var browser = visitor.browser();
        var sees = " 50 in place||";
        browser.get(site.node(), WorkServlet.PATH + look);
        assertThat(seen.get()).isEqualTo("GET /work" + sees + 0);
        browser.head(site.node(), WorkServlet.PATH + look);
        assertThat(seen.get()).isEqualTo("HEAD /work" + sees + 1);
        browser.post(site.node(), WorkServlet.PATH + look, "a=b");
        assertThat(seen.get()).isEqualTo("POST /work" + sees + 2);
        browser.get(site.node(), Keeper.PASSIVE + look);
        assertThat(seen.get()).isEqualTo("GET /passive" + sees + 3);
        browser.head(site.node(), Keeper.PASSIVE + look);
        assertThat(seen.get()).isEqualTo("HEAD /passive" + sees + 4);
        point.release();

        assertThat(running.join()).isEqualTo("in place||5");
    }
}
