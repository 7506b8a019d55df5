package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.work.Applications;
import org.vedfolnir.session.work.Applications.Application;
import org.vedfolnir.session.work.Visits;
import org.vedfolnir.session.work.Work;
import org.vedfolnir.session.work.WorkServlet;

/** One id in several applications of a host: with the cookie path /, and in dispatches from one application to another. */
class OneIdTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String HOST = Applications.DEFAULT_HOST;
    private static final String KEYS = KeyRing.generate();

    @AfterEach
    void forget() {
        WorkServlet.forgetAll();
    }

    private static VedfolnirSessionManager ours() {
        return Node.manager(REDIS.url(), KEYS, manager -> {});
    }

    private static VedfolnirSessionManager oursTracked() {
        return Node.manager(REDIS.url(), KEYS, manager -> {
            manager.setReadMode("tracked");
            manager.setHashedIds("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        });
    }

    /** A script sees the same under ours as under Tomcat's manager. */
    private static List<String> sameUnderBoth(List<Application> applications, BiConsumer<Visits, List<String>> script)
            throws Exception {
        var right = new ArrayList<String>();
        try (var tomcat = Applications.ofTomcat(applications)) {
            script.accept(new Visits(tomcat), right);
        }
        for (Supplier<VedfolnirSessionManager> manager :
                List.<Supplier<VedfolnirSessionManager>>of(OneIdTest::ours, OneIdTest::oursTracked)) {
            try (var site = Applications.ofOurs(manager, applications)) {
                var seen = new ArrayList<String>();
                script.accept(new Visits(site), seen);
                assertThat(seen).isEqualTo(right);
            }
        }
        return right;
    }

    private static final Work SEE = exchange -> {
        var session = exchange.request().getSession(false);
        return session == null ? "none" : session.getAttribute("mark") + ", new: " + session.isNew();
    };

    private static final Work END = exchange -> {
        exchange.session().invalidate();
        return "ended";
    };

    private static final Work ROTATE = exchange -> {
        exchange.session();
        return exchange.request().changeSessionId().isEmpty();
    };

    private static Work begin(String mark) {
        return exchange -> exchange.set("mark", mark);
    }

    private static final List<Application> ROOTED = List.of(
            Application.at("/a").with(OneIdTest::rooted),
            Application.at("/b").with(OneIdTest::rooted),
            Application.at("/c").with(OneIdTest::rooted));

    private static void rooted(Context context) {
        context.setSessionCookiePath("/");
    }

    @Test
    void findsTheSessionOfEachApplicationInTurn() throws Exception {
        var right = sameUnderBoth(ROOTED, (visits, seen) -> {
            seen.add(visits.to(HOST, "/a", begin("of a")));
            for (var i = 0; i < 3; i++) {
                for (var path : new String[] {"/a", "/b", "/c"}) {
                    seen.add(visits.to(HOST, path, SEE));
                    seen.add(visits.to(HOST, path, SEE));
                    if (i == 0 && !path.equals("/a")) {
                        seen.add(visits.to(HOST, path, begin("of " + path)));
                    }
                }
            }
            seen.add(visits.to(HOST, "/b", END));
            seen.add(visits.to(HOST, "/b", SEE));
            seen.add(visits.to(HOST, "/a", SEE));
            seen.add(visits.to(HOST, "/c", SEE));
            seen.add(visits.to(HOST, "/b", begin("again")));
            seen.add(visits.to(HOST, "/a", END));
            seen.add(visits.to(HOST, "/b", SEE));
            seen.add(visits.to(HOST, "/a", begin("once more")));
            seen.add(visits.to(HOST, "/a", SEE));
            seen.add(visits.to(HOST, "/b", SEE));
            seen.add(visits.to(HOST, "/c", SEE));
        });
        assertThat(right)
                .contains(
                        "200 of a, new: false",
                        "200 of /b, new: false",
                        "200 of /c, new: false",
                        "200 again, new: false");
    }

    @Test
    void changesTheIdInOneApplicationOnly() throws Exception {
        sameUnderBoth(ROOTED, (visits, seen) -> {
            seen.add(visits.to(HOST, "/a", begin("of a")));
            seen.add(visits.to(HOST, "/b", begin("of b")));
            var before = visits.copy();
            seen.add(visits.to(HOST, "/b", ROTATE));
            seen.add(visits.to(HOST, "/b", SEE));
            seen.add(visits.to(HOST, "/a", SEE));
            seen.add(before.to(HOST, "/a", SEE));
            seen.add(before.to(HOST, "/b", SEE));
            seen.add(visits.to(HOST, "/a", begin("of a again")));
            seen.add(visits.to(HOST, "/b", SEE));
            seen.add(visits.to(HOST, "/a", SEE));
        });
    }

    /** The id of another application's session never opens it. */
    @Test
    void showsNoAttributesOfAnotherApplication() throws Exception {
        sameUnderBoth(ROOTED, (visits, seen) -> {
            seen.add(visits.to(HOST, "/a", begin("secret of a")));
            for (var path : new String[] {"/b", "/c"}) {
                seen.add(visits.to(HOST, path, exchange -> {
                    var session = exchange.request().getSession();
                    return session.isNew() + " " + session.getAttribute("mark") + " "
                            + session.getAttributeNames().hasMoreElements();
                }));
            }
            seen.add(visits.to(HOST, "/c", begin("secret of c")));
            seen.add(visits.to(HOST, "/b", SEE));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neverAcceptsAnInventedId(boolean validated) throws Exception {
        var applications = List.of(
                Application.at("/a")
                        .with(OneIdTest::rooted)
                        .with(context -> context.setValidateClientProvidedNewSessionId(validated)),
                Application.at("/b"));
        try (var site = Applications.ofOurs(OneIdTest::ours, applications)) {
            var visits = new Visits(site);
            for (var madeUp : new String[] {"A".repeat(43), "B".repeat(32), "short", "a.b"}) {
                assertThat(visits.to(HOST, "/a", "JSESSIONID=" + madeUp, exchange -> {
                            exchange.request().getSession().setAttribute("mark", "x");
                            return exchange.session().getId();
                        }))
                        .startsWith("200 ")
                        .doesNotContain("200 " + madeUp);
            }
        }
    }

    private static final List<Application> DISPATCHING = List.of(
            Application.at("/from").with(context -> context.setCrossContext(true)),
            Application.at("/into").with(OneIdTest::rooted),
            Application.at("/other"));

    private static Work including(String path, Work inside) {
        return exchange -> {
            var other = exchange.request().getServletContext().getContext(path);
            other.getRequestDispatcher(WorkServlet.PATH + WorkServlet.query(inside))
                    .include(exchange.request(), exchange.response());
            return null;
        };
    }

    private static Work forwarding(String path, Work inside) {
        return exchange -> {
            var other = exchange.request().getServletContext().getContext(path);
            other.getRequestDispatcher(WorkServlet.PATH + WorkServlet.query(inside))
                    .forward(exchange.request(), exchange.response());
            return null;
        };
    }

    @Test
    void passesTheIdToAnotherApplicationInADispatch() throws Exception {
        var right = sameUnderBoth(DISPATCHING, (visits, seen) -> {
            seen.add(visits.to(HOST, "/from", begin("from")));
            seen.add(visits.to(HOST, "/from", including("/into", SEE)));
            seen.add(visits.to(HOST, "/from", including("/into", begin("made inside"))));
            seen.add(visits.to(HOST, "/from", including("/into", SEE)));
            seen.add(visits.to(HOST, "/from", forwarding("/into", SEE)));
            seen.add(visits.to(HOST, "/from", forwarding("/other", begin("made in the other"))));
            seen.add(visits.to(HOST, "/from", including("/other", SEE)));
            seen.add(visits.to(HOST, "/from", SEE));
            var cookie = visits.cookies(HOST, "/from");
            seen.add(visits.to(HOST, "/into", cookie, SEE));
            seen.add(visits.to(HOST, "/other", cookie, SEE));
            seen.add(visits.to(HOST, "/into", cookie, begin("by its cookie")));
            seen.add(visits.to(HOST, "/from", including("/into", SEE)));
            seen.add(visits.to(HOST, "/from", ROTATE));
            seen.add(visits.to(HOST, "/from", including("/into", SEE)));
            seen.add(visits.to(HOST, "/into", cookie, SEE));
            seen.add(visits.to(HOST, "/from", including("/into", begin("after the change"))));
            seen.add(visits.to(HOST, "/from", including("/into", SEE)));
            seen.add(visits.to(HOST, "/from", including("/into", END)));
            seen.add(visits.to(HOST, "/from", SEE));
        });
        assertThat(right).contains("200 made inside, new: false", "200 by its cookie, new: false");
    }

    @Test
    void findsASessionOfAnotherNodeInADispatch() throws Exception {
        sameUnderBoth(
                List.of(
                        Application.at("/from").with(OneIdTest::rooted).with(context -> context.setCrossContext(true)),
                        Application.at("/into").with(OneIdTest::rooted)),
                (visits, seen) -> {
                    seen.add(visits.to(HOST, "/into", begin("began here")));
                    seen.add(visits.to(HOST, "/from", including("/into", SEE)));
                    seen.add(visits.to(HOST, "/from", begin("then here")));
                    seen.add(visits.to(HOST, "/from", including("/into", SEE)));
                    seen.add(visits.to(HOST, "/from", including("/into", begin("changed inside"))));
                    seen.add(visits.to(HOST, "/into", SEE));
                });
    }
}
