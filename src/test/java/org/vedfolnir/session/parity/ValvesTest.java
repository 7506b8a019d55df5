package org.vedfolnir.session.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.catalina.Valve;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.valves.CrawlerSessionManagerValve;
import org.apache.catalina.valves.LoadBalancerDrainingValve;
import org.apache.catalina.valves.PersistentValve;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.catalina.valves.SSLValve;
import org.apache.catalina.valves.StuckThreadDetectionValve;
import org.apache.catalina.valves.rewrite.RewriteValve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;

/** Tomcat's own valves work on two nodes as with Tomcat's own manager. */
class ValvesTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1)";
    private static final int ROUNDS = 100;

    /** The place of an operator's valve. */
    private enum At {
        HOST,
        CONTEXT
    }

    /** A valve, and the headers that make it act. */
    private enum Configured {
        CRAWLER(CrawlerSessionManagerValve.class, Map.of("User-Agent", "Mozilla/5.0")),
        PERSISTENT(PersistentValve.class, Map.of()),
        STUCK_THREADS(StuckThreadDetectionValve.class, Map.of()),
        SSL(SSLValve.class, Map.of("ssl_cipher", "TLS_AES_128_GCM_SHA256", "ssl_session_id", "abc")),
        REMOTE_IP(RemoteIpValve.class, Map.of("X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "https")),
        DRAINING(LoadBalancerDrainingValve.class, Map.of()),
        REWRITE(RewriteValve.class, Map.of());

        private final Class<? extends Valve> type;
        private final Map<String, String> headers;

        Configured(Class<? extends Valve> type, Map<String, String> headers) {
            this.type = type;
            this.headers = headers;
        }

        Valve make() {
            try {
                return type.getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void build(Server server, Sightings sightings, Valve valve, At level) {
        var host = server.tomcat().getHost();
        if (level == At.HOST) {
            host.getPipeline().addValve(valve);
        }
        new Places(sightings).into(server, context -> {
            if (level == At.CONTEXT) {
                context.getPipeline().addValve(valve);
            }
        });
    }

    private record Run(Site site, Sightings sightings) implements AutoCloseable {

        static Run of(BiFunction<RealRedis, Server.Building, Site> made, Valves valves, At level) {
            var sightings = new Sightings();
            return new Run(made.apply(REDIS, server -> build(server, sightings, valves.next(), level)), sightings);
        }

        Map<String, Map<String, String>> play(Map<String, String> headers) {
            return new Script(site, sightings, headers).play("servlet before", Question.ALL);
        }

        @Override
        public void close() {
            site.close();
        }
    }

    private interface Valves {
        Valve next();
    }

    private static Site ofTomcat(RealRedis redis, Server.Building building) {
        return Site.ofTomcat(building);
    }

    @ParameterizedTest
    @EnumSource(Configured.class)
    void behavesAsWithTomcatsManagerInTheHost(Configured configured) throws Exception {
        assertSameAsWithTomcatsManager(configured, At.HOST);
    }

    @ParameterizedTest
    @EnumSource(Configured.class)
    void behavesAsWithTomcatsManagerInTheContext(Configured configured) throws Exception {
        assertSameAsWithTomcatsManager(configured, At.CONTEXT);
    }

    private static void assertSameAsWithTomcatsManager(Configured configured, At level) throws Exception {
        try (var right = Run.of(ValvesTest::ofTomcat, configured::make, level);
                var ours = Run.of(Site::ofOurs, configured::make, level)) {
            for (var run : List.of(right, ours)) {
                rewrite(run, level);
            }
            var differences = Difference.between(
                    "servlet before", Question.ALL, right.play(configured.headers), ours.play(configured.headers));
            assertThat(Difference.unexplained(differences))
                    .as(() -> Difference.summary(differences))
                    .isEmpty();
        }
    }

    /** The rules can be set after the start. */
    private static void rewrite(Run run, At level) throws Exception {
        for (var server : run.site().servers()) {
            var pipeline = (level == At.HOST ? server.tomcat().getHost() : server.application()).getPipeline();
            for (var valve : pipeline.getValves()) {
                if (valve instanceof RewriteValve rewriting) {
                    rewriting.setConfiguration("RewriteRule ^/page/see$ /page/quiet");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(At.class)
    void givesARobotOneSessionAndANewOneAfterItExpired(At level) throws Exception {
        try (var right = Run.of(ValvesTest::ofTomcat, CrawlerSessionManagerValve::new, level);
                var ours = Run.of(ValvesTest::oneOfOurs, CrawlerSessionManagerValve::new, level)) {
            assertThat(idsOfARobot(ours)).isEqualTo(idsOfARobot(right));
        }
    }

    private static Site oneOfOurs(RealRedis redis, Server.Building building) {
        return new Site("VedfolnirSessionManager", List.of(new Server(() -> Site.manager(redis), building)));
    }

    private static List<String> idsOfARobot(Run run) throws Exception {
        var ids = new ArrayList<String>();
        var manager = (ManagerBase) run.site().at(0).application().getManager();
        manager.getContext().setSessionTimeout(30);
        for (var visit = 0; visit < 6; visit++) {
            run.sightings().expect("servlet after", Question.ALL, "", 0);
            Client.get(
                    run.site().at(0),
                    "/page/" + (visit < 3 ? "begin-short" : "begin"),
                    "",
                    Map.of("User-Agent", ROBOT));
            ids.add(run.sightings().seen().getOrDefault("servlet after", "").split(" ", 2)[0]);
            if (visit == 2) {
                Eventually.within(Duration.ofSeconds(15), () -> isGone(run, manager));
            }
        }
        assertThat(ids.subList(0, 3))
                .as("ids of the first visits")
                .containsOnly(ids.get(0))
                .doesNotContain("no", "");
        return ids;
    }

    /** After the idle timeout of 1 s. The test acts as the background thread, which notifies the valve of the end. */
    private static boolean isGone(Run run, ManagerBase manager) {
        manager.processExpires();
        return run.sightings().seen().containsKey("session destroyed");
    }

    @ParameterizedTest
    @EnumSource(At.class)
    void keepsAUsersSessionUnderAnyUserAgent(At level) {
        try (var ours = Run.of(ValvesTest::oneOfOurs, CrawlerSessionManagerValve::new, level);
                var right = Run.of(ValvesTest::ofTomcat, CrawlerSessionManagerValve::new, level)) {
            for (var run : List.of(right, ours)) {
                var server = run.site().at(0);
                var own = Client.cookie(Client.get(server, "/page/begin", ""), "");
                Client.get(server, "/page/begin", "", Map.of("User-Agent", ROBOT));
                run.sightings().expect("servlet before", Question.SESSION, "", 0);
                run.sightings().aliases().name(Client.id(own), "own");
                Client.get(server, "/page/see", own, Map.of("User-Agent", ROBOT));
                assertThat(run.sightings().seen().get("servlet before"))
                        .as(run.site().manager())
                        .startsWith("own ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(At.class)
    void savesEachChangeBeforeTheResponseWithTheCrawlerValve(At level) {
        try (var ours = Run.of(Site::ofOurs, CrawlerSessionManagerValve::new, level)) {
            var cookie = Client.cookie(Client.get(ours.site().at(0), "/page/begin", ""), "");
            var stale = 0;
            for (var round = 0; round < ROUNDS; round++) {
                ours.sightings().expect("servlet after", Question.SET, "mark " + round, 0);
                Client.get(ours.site().at(round), "/page/quiet", cookie);
                ours.sightings().expect("nobody", Question.SESSION, "", 0);
                var seen = Client.get(ours.site().at(round + 1), "/page/mark", cookie)
                        .body();
                stale += seen.equals("mark " + round) ? 0 : 1;
            }
            assertThat(stale).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(At.class)
    void answers503InAnOutageWithTheCrawlerValve(At level) throws Exception {
        try (var ours = Run.of(Site::ofOurs, CrawlerSessionManagerValve::new, level)) {
            var server = ours.site().at(0);
            var cookie = Client.cookie(Client.get(server, "/page/begin", ""), "");
            ours.sightings().expect("nobody", Question.SESSION, "", 0);
            REDIS.pause();
            try {
                for (var page : new String[] {"/page/paint", "/page/begin"}) {
                    var answer = Client.get(server, page, cookie);
                    assertThat(answer.statusCode()).as(page).isEqualTo(503);
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                }
                // the valve opens the session of each request: whether that fails too is not specified
                assertThat(Client.get(server, "/style.css", cookie).statusCode())
                        .isIn(200, 503);
            } finally {
                REDIS.resume();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DIS", "ACT"})
    void keepsItsSessionsOnADrainedNode(String activation) {
        var answers = new HashMap<String, List<String>>();
        try (var right = Site.ofTomcat(server -> drain(server));
                var ours = Site.ofOurs(REDIS, server -> drain(server))) {
            for (var site : List.of(right, ours)) {
                var cookie = Client.cookie(Client.get(site.at(0), "/page/begin", ""), "");
                var never = "JSESSIONID=" + "E0".repeat(16);
                answers.put(
                        site.manager(),
                        List.of(
                                responses(activation, site.at(1), "/page/see", cookie),
                                responses(activation, site.at(0), "/style.css", cookie),
                                responses(activation, site.at(0), "/page/see", never),
                                responses(activation, site.at(1), "/page/see?a=b", never),
                                responses(activation, site.at(1), "/page/see", "")));
            }
            assertThat(answers.get(ours.manager())).isEqualTo(answers.get(right.manager()));
            assertThat(answers.get(ours.manager())).first().asString().startsWith("200");
        }
    }

    /** A load balancer marks draining nodes in an attribute of the request; here a header does. */
    private static void drain(Server server) {
        var sightings = new Sightings();
        server.tomcat().getHost().getPipeline().addValve(new Activation());
        new Places(sightings).into(server, context -> context.getPipeline().addValve(new LoadBalancerDrainingValve()));
    }

    private static final class Activation extends org.apache.catalina.valves.ValveBase {

        Activation() {
            super(true);
        }

        @Override
        public void invoke(
                org.apache.catalina.connector.Request request, org.apache.catalina.connector.Response response)
                throws java.io.IOException, jakarta.servlet.ServletException {
            var activation = request.getHeader("X-Activation");
            if (activation != null) {
                request.setAttribute(LoadBalancerDrainingValve.ATTRIBUTE_KEY_JK_LB_ACTIVATION, activation);
            }
            getNext().invoke(request, response);
        }
    }

    private static String responses(String activation, Server server, String path, String cookie) {
        var answer = Client.get(server, path, cookie, Map.of("X-Activation", activation));
        var cookies = answer.headers().allValues("Set-Cookie").stream()
                .map(set -> set.replaceFirst("=[^;]*", "="))
                .toList();
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("") + " " + cookies;
    }

    @Test
    void behavesAsWithoutValvesWithManyValves() throws Exception {
        Valves all = CrawlerSessionManagerValve::new;
        try (var right = Run.of(ValvesTest::ofTomcat, all, At.HOST);
                var ours = Run.of(Site::ofOurs, all, At.HOST)) {
            for (var run : List.of(right, ours)) {
                for (var server : run.site().servers()) {
                    server.tomcat().getHost().getPipeline().addValve(new RemoteIpValve());
                    server.application().getPipeline().addValve(new StuckThreadDetectionValve());
                    server.application().getPipeline().addValve(new PersistentValve());
                }
            }
            var differences =
                    Difference.between("servlet before", Question.ALL, right.play(Map.of()), ours.play(Map.of()));
            assertThat(Difference.unexplained(differences))
                    .as(() -> Difference.summary(differences))
                    .isEmpty();
        }
    }
}
