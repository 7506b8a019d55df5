package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.work.Applications;
import org.vedfolnir.session.work.Applications.Application;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Visits;
import org.vedfolnir.session.work.Work;
import org.vedfolnir.session.work.WorkServlet;

/** Parallel versions of one application: a session stays in the version in which it began, unless the versions share sessions. */
class ParallelVersionsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String HOST = Applications.DEFAULT_HOST;
    private static final String KEYS = KeyRing.generate();
    private static final List<Application> VERSIONS = List.of(
            Application.at("/app"),
            Application.at("/app").version("1"),
            Application.at("/app").version("2-RC{1}"));

    @AfterEach
    void forget() {
        WorkServlet.forgetAll();
    }

    private static VedfolnirSessionManager apart() {
        return Node.manager(REDIS.url(), KEYS, Node::recording);
    }

    private static VedfolnirSessionManager shared() {
        return Node.manager(REDIS.url(), KEYS, manager -> {
            Node.recording(manager);
            manager.setVersions("shared");
        });
    }

    private static Applications ours(Supplier<VedfolnirSessionManager> manager) {
        return Applications.ofOurs(manager, VERSIONS);
    }

    /** Prints the version, and the session. */
    private static Work begin(String mark) {
        return exchange -> {
            exchange.set("user_id", mark);
            return version(exchange);
        };
    }

    private static final Work SEE = exchange ->
            version(exchange) + " " + (exchange.request().getSession(false) == null ? "none" : exchange.get("user_id"));

    private static String version(Exchange exchange) {
        return String.valueOf(exchange.request().getServletContext().getAttribute("org.apache.catalina.webappVersion"));
    }

    private static List<String> life(Applications site) throws Exception {
        var seen = new ArrayList<String>();
        var visitors = new ArrayList<Visits>();
        for (var newest = 0; newest < VERSIONS.size(); newest++) {
            stop(site, newest + 1);
            var visitor = new Visits(site);
            seen.add(visitor.to(HOST, "/app", begin("of " + newest)).replaceFirst(";.*", ""));
            visitors.add(visitor);
            for (var each : visitors) {
                seen.add(each.to(HOST, "/app", SEE));
                seen.add(each.to(HOST, "/app", SEE));
            }
        }
        for (var each : visitors) {
            seen.add(each.to(HOST, "/app", exchange -> {
                exchange.session().invalidate();
                return version(exchange);
            }));
            seen.add(each.to(HOST, "/app", SEE));
        }
        return seen;
    }

    /** Stops the versions from that one on, as if they were not deployed yet. */
    private static void stop(Applications site, int from) throws Exception {
        for (var node = 0; node < site.nodes(); node++) {
            for (var i = 0; i < VERSIONS.size(); i++) {
                var context = site.manager(node, i).getContext();
                if (i >= from && context.getState().isAvailable()) {
                    ((org.apache.catalina.core.StandardContext) context).stop();
                } else if (i < from && !context.getState().isAvailable()) {
                    ((org.apache.catalina.core.StandardContext) context).start();
                }
            }
        }
    }

    @Test
    void keepsASessionInItsVersionAsTomcatsManager() throws Exception {
        List<String> right;
        try (var tomcat = Applications.ofTomcat(VERSIONS)) {
            right = life(tomcat);
        }
        try (var site = ours(ParallelVersionsTest::apart)) {
            assertThat(life(site)).isEqualTo(right);
        }
        assertThat(right).contains("200  of 0", "200 1 of 1", "200 2-RC{1} of 2");
    }

    @Test
    void continuesSharedSessionsInTheNewestVersion() throws Exception {
        try (var site = ours(ParallelVersionsTest::shared)) {
            stop(site, 1);
            var visitor = new Visits(site);
            visitor.to(HOST, "/app", begin("shared"));
            stop(site, 3);
            assertThat(visitor.to(HOST, "/app", SEE)).isEqualTo("200 2-RC{1} shared");
            assertThat(visitor.to(HOST, "/app", SEE)).isEqualTo("200 2-RC{1} shared");
        }
    }

    /** Tomcat undeploys an old version if its manager has no active session. */
    @Test
    void countsTheSessionsOfEachVersionOnAllNodes() throws Exception {
        try (var site = ours(ParallelVersionsTest::apart)) {
            var before = site.manager(0, 1).getActiveSessions();
            stop(site, 2);
            var visitor = new Visits(site);
            visitor.to(HOST, "/app", begin("counted"));
            stop(site, 3);
            new Visits(site).to(HOST, "/app", begin("newer"));
            for (var node = 0; node < site.nodes(); node++) {
                assertThat(site.manager(node, 1).getActiveSessions() - before).isEqualTo(1);
            }
            visitor.to(HOST, "/app", exchange -> {
                exchange.session().invalidate();
                return "ended";
            });
            for (var node = 0; node < site.nodes(); node++) {
                assertThat(site.manager(node, 1).getActiveSessions() - before).isZero();
            }
        }
    }

    @Test
    void listsAndEndsTheSessionsOfAUserInAllVersions() throws Exception {
        try (var site = ours(ParallelVersionsTest::apart)) {
            stop(site, 2);
            var former = new Visits(site);
            former.to(HOST, "/app", begin("ann"));
            stop(site, 3);
            var newer = new Visits(site);
            newer.to(HOST, "/app", begin("ann"));
            var registry = site.registry(1, 2);

            assertThat(registry.sessionsOf("ann")).hasSize(2);
            assertThat(registry.handlesOf("ann").orElseThrow()).hasSize(2);
            registry.setInAll("ann", "told", "yes");
            assertThat(former.to(HOST, "/app", exchange -> version(exchange) + exchange.get("told")))
                    .isEqualTo("200 1yes");
            assertThat(registry.endAll("ann", "", EndReason.ENDED_BY_OPERATOR)).isEqualTo(2);
            assertThat(former.to(HOST, "/app", SEE)).isEqualTo("200 2-RC{1} none");
            assertThat(newer.to(HOST, "/app", SEE)).isEqualTo("200 2-RC{1} none");
        }
    }

    @Test
    void recordsEventsOfAllVersionsInOneStream() throws Exception {
        try (var site = ours(ParallelVersionsTest::apart)) {
            stop(site, 2);
            new Visits(site).to(HOST, "/app", begin("told"));
            var events = site.registry(1, 0).events().read(1000);

            assertThat(events).anySatisfy(event -> assertThat(event.context().application())
                    .isEqualTo("/app##1"));
            assertThat(REDIS.exists("vedfolnir:events:/app")).isTrue();
            assertThat(REDIS.exists("vedfolnir:events:/app##1")).isFalse();
        }
    }

    @Test
    void rejectsAnotherValueOfTheSetting() {
        Function<String, String> nothing = name -> null;
        assertThatThrownBy(() -> ManagerSettings.gather(Map.of("versions", "both"), nothing, nothing, nothing))
                .hasMessageContaining("apart or shared");
    }
}
