package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.work.Applications;
import org.vedfolnir.session.work.Applications.Application;
import org.vedfolnir.session.work.Visits;
import org.vedfolnir.session.work.Work;
import org.vedfolnir.session.work.WorkServlet;

/**
 * Hosts, nested paths, versions, and each cookie configuration: every response to a browser, with its own cookies and with all others that it could
 * have, is the same as under Tomcat's manager.
 */
class HostsPathsAndCookiesTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String KEYS = KeyRing.generate();

    private static final String FIRST = "localhost www.shop.test";
    private static final String SECOND = "other.shop.test alias.test";
    private static final String PATTERN = "cloud.test *.cloud.test";

    /** @param host in the request of a client */
    private record Place(String host, String path) {

        @Override
        public String toString() {
            return host + path;
        }
    }

    private static final List<Place> PLACES = List.of(
            new Place("www.shop.test", ""),
            new Place("www.shop.test", "/xy"),
            new Place("www.shop.test", "/a"),
            new Place("www.shop.test", "/a/b"),
            new Place("www.shop.test", "/v"),
            new Place("other.shop.test", ""),
            new Place("other.shop.test", "/a"),
            new Place("alias.test", "/a"),
            new Place("one.cloud.test", ""),
            new Place("one.cloud.test", "/a"),
            new Place("unknown.test", "/a"));

    private static List<Application> deployed(Consumer<Context> setting) {
        return Stream.of(
                        Application.at("").on(FIRST),
                        Application.at("/xy"),
                        Application.at("/a"),
                        Application.at("/a/b"),
                        Application.at("/v").version("1"),
                        Application.at("/v").version("2"),
                        Application.at("").on(SECOND),
                        Application.at("/a").on(SECOND),
                        Application.at("").on(PATTERN),
                        Application.at("/a").on(PATTERN))
                .map(each -> each.with(setting))
                .toList();
    }

    /** A cookie configuration of the contexts. */
    private record Setup(String name, Consumer<Context> setting) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Setup> setups() {
        return Stream.of(
                new Setup("default names", context -> {}),
                new Setup(
                        "a name each",
                        context -> context.setSessionCookieName(
                                "SID" + context.getPath().replace('/', '_'))),
                new Setup("the path /", context -> context.setSessionCookiePath("/")),
                new Setup("the path / in some", context -> {
                    if (!context.getPath().equals("/a")) {
                        context.setSessionCookiePath("/");
                    }
                }),
                new Setup("a domain", context -> context.setSessionCookieDomain("shop.test")),
                new Setup("a domain and the path /", context -> {
                    context.setSessionCookieDomain("shop.test");
                    context.setSessionCookiePath("/");
                }),
                new Setup("dispatches", context -> context.setCrossContext(true)),
                new Setup("no cookies", context -> context.setCookies(false)));
    }

    /**
     * The intended differences.
     *
     * @param step of the tour
     */
    private record Intended(Pattern step, String reason) {}

    private static final List<Intended> INTENDED = List.of(new Intended(
            Pattern.compile(".*: (another's live one (first|last)|two others' live ones)"),
            "Two cookies that each name a session of one application: an attacker may have planted one (CWE-384), so"
                    + " neither opens. Tomcat takes the first."));

    @AfterEach
    void forget() {
        WorkServlet.forgetAll();
    }

    @ParameterizedTest
    @MethodSource("setups")
    void answersAsUnderTomcatsManager(Setup setup) throws Exception {
        Map<String, String> right;
        try (var tomcat = Applications.ofTomcat(deployed(setup.setting()))) {
            right = new Tour(tomcat).whole();
        }
        Map<String, String> seen;
        try (var site = Applications.ofOurs(
                () -> Node.manager(REDIS.url(), KEYS, manager -> manager.setCommandTimeout("1s")),
                deployed(setup.setting()))) {
            seen = new Tour(site).whole();
        }
        assertThat(differences(right, seen)).isEmpty();
        assertThat(right.values()).anyMatch(answer -> answer.contains("mark of"));
        if (setup.name().equals("default names")) {
            assertThat(INTENDED).allMatch(each -> right.keySet().stream()
                    .filter(step -> !Objects.equals(right.get(step), seen.get(step)))
                    .anyMatch(step -> each.step().matcher(step).matches()));
        }
    }

    private static List<String> differences(Map<String, String> right, Map<String, String> seen) {
        assertThat(seen.keySet()).isEqualTo(right.keySet());
        return right.keySet().stream()
                .filter(step -> !Objects.equals(right.get(step), seen.get(step)))
                .filter(step -> INTENDED.stream()
                        .noneMatch(each -> each.step().matcher(step).matches()))
                .map(step -> step + "\n  Tomcat's: " + right.get(step) + "\n  ours:     " + seen.get(step))
                .toList();
    }

    /** The responses to one browser at all places, step by step. */
    private static final class Tour {

        private final Map<String, String> answers = new LinkedHashMap<>();
        private final Visits visits;

        Tour(Applications site) {
            this.visits = new Visits(site);
        }

        Map<String, String> whole() {
            everywhere("nobody", SEE);
            for (var place : PLACES) {
                note(place, "begins", visits.to(place.host(), place.path(), begin("mark of " + place)));
                note(place, "right after", visits.to(place.host(), place.path(), SEE));
            }
            everywhere("again", SEE);
            withOtherCookies();
            inAddresses();
            for (var place : List.of(PLACES.get(3), PLACES.get(0), PLACES.get(6))) {
                note(place, "changes its id", visits.to(place.host(), place.path(), ROTATE));
                everywhere("after the change of " + place, SEE);
            }
            for (var place : List.of(PLACES.get(0), PLACES.get(2), PLACES.get(9))) {
                note(place, "ends", visits.to(place.host(), place.path(), END));
                everywhere("after the end of " + place, SEE);
            }
            for (var place : PLACES) {
                note(place, "begins again", visits.to(place.host(), place.path(), begin("second mark of " + place)));
            }
            everywhere("in the end", SEE);
            return answers;
        }

        private void note(Place place, String step, String answer) {
            assertThat(answers.put(place + ": " + step, answer)).isNull();
        }

        private void everywhere(String step, Work work) {
            for (var place : PLACES) {
                note(place, step, visits.to(place.host(), place.path(), work));
            }
        }

        private void withOtherCookies() {
            for (var place : PLACES) {
                var own = visits.cookies(place.host(), place.path());
                var dead = ofAnother(place, true);
                var live = ofAnother(place, false);
                var more = ofAnother(place, false);
                for (var sent : cookies(own, dead, live, more).entrySet()) {
                    note(place, sent.getKey(), sent(place, sent.getValue(), SEE));
                }
                note(place, "begins with a dead one", sent(place, dead, begin("other mark of " + place)));
                for (var other : PLACES) {
                    if (!other.host().equals(place.host())) {
                        var foreign = visits.cookies(other.host(), other.path());
                        note(place, "with that of " + other, sent(place, foreign, SEE));
                        note(place, "begins with that of " + other, sent(place, foreign, begin("third mark")));
                    }
                }
            }
        }

        private static Map<String, String> cookies(String own, String dead, String live, String more) {
            var all = new LinkedHashMap<String, String>();
            all.put("none", "");
            all.put("its own twice", own + "; " + own);
            all.put("a dead one", dead);
            all.put("a dead one first", dead + "; " + own);
            all.put("a dead one last", own + "; " + dead);
            all.put("a dead one around", dead + "; " + own + "; " + dead);
            all.put("nonsense first", "JSESSIONID=nonsense; " + own);
            all.put("nonsense last", own + "; JSESSIONID=");
            all.put("another's live one", live);
            all.put("another's live one first", live + "; " + own);
            all.put("another's live one last", own + "; " + live);
            all.put("two others' live ones", live + "; " + more);
            return all;
        }

        /** As a client without a cookie jar. */
        private String sent(Place place, String cookies, Work work) {
            return visits.stranger().to(place.host(), place.path(), cookies, work);
        }

        /** The cookies of another user's session there. */
        private String ofAnother(Place place, boolean ended) {
            var other = visits.stranger();
            other.to(place.host(), place.path(), begin("of another"));
            var cookies = other.cookies(place.host(), place.path());
            if (ended) {
                other.to(place.host(), place.path(), END);
            }
            return cookies;
        }

        /** Requests the addresses that {@code encodeURL} returns. */
        private void inAddresses() {
            for (var place : PLACES) {
                var first = visits.toAddress(place.host(), place.path(), "", exchange -> {
                    exchange.set("mark", "mark of an address");
                    return exchange.response().encodeURL("x").substring(1);
                });
                var id = first.replaceFirst("^200 (;[^ ]*)?.*$", "$1");
                note(place, "has an address", first.contains(";jsessionid=") + " " + !id.isEmpty());
                note(place, "by its address", visits.toAddress(place.host(), place.path(), id, SEE));
                note(
                        place,
                        "by a dead address",
                        visits.toAddress(place.host(), place.path(), ";jsessionid=nonsense", SEE));
                for (var other : PLACES) {
                    note(other, "by the address of " + place, visits.toAddress(other.host(), other.path(), id, SEE));
                }
            }
        }
    }

    private static Work begin(String mark) {
        return exchange -> {
            var session = exchange.request().getSession();
            var before = session.getAttribute("mark");
            session.setAttribute("mark", mark);
            return before + ", new: " + session.isNew();
        };
    }

    private static final Work SEE = exchange -> {
        var session = exchange.request().getSession(false);
        return (session == null ? "none" : session.getAttribute("mark")) + ", valid: "
                + exchange.request().isRequestedSessionIdValid() + ", by cookie: "
                + exchange.request().isRequestedSessionIdFromCookie() + ", by address: "
                + exchange.request().isRequestedSessionIdFromURL();
    };

    private static final Work END = exchange -> {
        var session = exchange.request().getSession(false);
        if (session == null) {
            return "none";
        }
        session.invalidate();
        return "ended";
    };

    private static final Work ROTATE = exchange -> {
        if (exchange.request().getSession(false) == null) {
            return "none";
        }
        return "changed: " + !exchange.request().changeSessionId().isEmpty();
    };
}
