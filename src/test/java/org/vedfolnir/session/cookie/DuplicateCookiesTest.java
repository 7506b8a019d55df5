package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.id.DuplicateCookies;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.RecordedCounts;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.Monitor;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Wire;

/**
 * A client sends several cookies of the session's name: usually those of two applications, one inside the other's path; or those of two users, one
 * of them planted by an attacker. The result does not depend on which component reads the session first.
 */
class DuplicateCookiesTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static Node node;

    private Browser alice;
    private Browser bob;
    private String ofTheShop;

    @BeforeAll
    static void start() throws Exception {
        node = EarlyAccessNode.start(REDIS.url(), KeyRing.generate());
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @BeforeEach
    void begin() {
        alice = new Browser();
        alice.get(node, "/set?name=color&value=red");
        bob = new Browser();
        bob.get(node, "/set?name=color&value=blue");
        var customer = new Browser();
        customer.get(node, "/shop/set?name=color&value=green");
        ofTheShop = sent(customer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "early", "valve", "filter", "valve-early-filter"})
    void findsTheSessionOfEachApplication(String reader) {
        var before = events();
        try (var wire = new Wire(node)) {
            for (var both : new String[] {ofTheShop + "; " + sent(alice), sent(alice) + "; " + ofTheShop}) {
                for (var i = 0; i < 2; i++) {
                    var shop = wire.get("/shop/get?name=color&" + reader, both);
                    assertThat(shop.body()).isEqualTo("green");
                    assertThat(shop.head()).doesNotContain("set-cookie").doesNotContain(": none");
                    var root = wire.get("/get?name=color&" + reader, both);
                    assertThat(root.body()).isEqualTo("red");
                    assertThat(root.head()).doesNotContain("set-cookie").doesNotContain(": none");
                }
            }
            var both = sent(alice) + "; " + ofTheShop;
            assertThat(wire.post("/shop/set?name=size&value=xl&" + reader, both).body())
                    .isEqualTo("set");
            assertThat(wire.get("/shop/get?name=size&" + reader, ofTheShop).body())
                    .isEqualTo("xl");
        }
        assertThat(events()).as("events for the cookies of two applications").isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "early", "valve", "filter", "valve-early-filter"})
    void opensNeitherOfTwoSessionsOfOneApplication(String reader) {
        var before = events();
        var rows = RecordedCounts.entries(REDIS);
        var pairs = pairs().toList();
        try (var wire = new Wire(node)) {
            for (var both : pairs) {
                for (var request : new String[] {"/get?name=color&", "/write?name=color&value=stolen&"}) {
                    var got = wire.get(request + reader, both);
                    assertThat(got.body()).as(both).isEqualTo("no session");
                    assertThat(got.head()).doesNotContain("red", "blue", "set-cookie");
                    var posted = wire.post(request + reader, both);
                    assertThat(posted.body()).as(both).isEqualTo("no session");
                    assertThat(posted.head()).doesNotContain("red", "blue", "set-cookie");
                }
                assertThat(wire.get("/public?" + reader, both).body()).isEqualTo("public");
            }
        }
        assertThat(events() - before)
                .as("one rejection per request, in whatever place and however often it reads the session")
                .isBetween(4L * pairs.size(), 5L * pairs.size());
        assertThat(RecordedCounts.entries(REDIS) - rows).as("rows of the sum").isLessThanOrEqualTo(1);
        assertThat(alice.get(node, "/get?name=color").body()).isEqualTo("red");
        assertThat(bob.get(node, "/get?name=color").body()).isEqualTo("blue");
    }

    private Stream<String> pairs() {
        return Stream.of(
                sent(alice) + "; " + sent(bob),
                sent(bob) + "; " + sent(alice),
                sent(alice) + "; x=y; " + sent(bob) + "; JSESSIONID=garbage",
                "JSESSIONID=garbage; " + sent(bob) + "; " + sent(alice),
                sent(alice) + "\r\nCookie: " + sent(bob),
                sent(alice) + "; " + sent(bob) + "; " + sent(alice),
                ofTheShop + "; " + sent(alice) + "; " + sent(bob),
                sent(bob) + "; " + sent(alice) + "; " + ofTheShop);
    }

    /** However Tomcat treats quotes, a cookie that opens a session alone is a candidate, and any other is ignored. */
    @ParameterizedTest
    @ValueSource(strings = {"application", "early", "valve", "filter"})
    void treatsAQuotedCookieAsItIsTreatedAlone(String reader) {
        var quoted = "JSESSIONID=\"" + bob.id() + "\"";
        try (var wire = new Wire(node)) {
            var alone = wire.get("/get?name=color&" + reader, quoted).body();
            var expected = alone.equals("blue") ? "no session" : "red";
            for (var both : new String[] {sent(alice) + "; " + quoted, quoted + "; " + sent(alice)}) {
                assertThat(wire.get("/get?name=color&" + reader, both).body()).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "early", "valve", "filter"})
    void ignoresCookiesWithoutASession(String reader) {
        var over = sent(bob);
        bob.get(node, "/invalidate");
        var before = events();
        try (var wire = new Wire(node)) {
            for (var both : new String[] {
                sent(alice) + "; JSESSIONID=garbage",
                "JSESSIONID=garbage; x=y; " + sent(alice),
                sent(alice) + "; JSESSIONID=" + "A".repeat(43),
                "JSESSIONID=" + "A".repeat(43) + "; " + sent(alice),
                over + "; " + sent(alice),
                sent(alice) + "; " + over,
                sent(alice) + "; " + sent(alice),
            }) {
                var reply = wire.get("/get?name=color&" + reader, both);
                assertThat(reply.body()).as(both).isEqualTo("red");
                assertThat(reply.head()).doesNotContain(": none", "set-cookie");
            }
        }
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void reportsTheIdOfTheOpenedSessionAsTheRequestedOne() {
        try (var wire = new Wire(node)) {
            var reply = wire.get("/public?which", sent(alice) + "; " + ofTheShop);
            assertThat(reply.head())
                    .contains("x-which: " + alice.id().toLowerCase(Locale.ROOT) + "\r\n", "x-valid: true");
            var ambiguous = wire.get("/public?which", sent(alice) + "; " + sent(bob));
            assertThat(ambiguous.head()).contains("x-which: null", "x-valid: false");
        }
    }

    @Test
    void sendsNothingToRedisIfTheSessionIsNotRead() throws Exception {
        try (var wire = new Wire(node);
                var monitor = new Monitor(REDIS)) {
            wire.get("/public", sent(alice) + "; " + sent(bob));
            wire.get("/shop/public", ofTheShop + "; " + sent(bob));
            assertThat(commands(monitor)).isZero();
        }
    }

    @Test
    void needsOneMoreRoundTripForTheCookiesOfTwoApplications() throws Exception {
        try (var wire = new Wire(node)) {
            wire.get("/shop/get?name=color", ofTheShop + "; " + sent(bob));
            try (var monitor = new Monitor(REDIS)) {
                wire.get("/shop/get?name=color", ofTheShop + "; " + sent(bob));
                assertThat(commands(monitor))
                        .as("round trips; browsers send the longest path first")
                        .isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "early", "valve", "filter"})
    void boundsTheRoundTripsOfOneRequestWithManyCookies(String reader) throws Exception {
        var many = new StringBuilder(sent(alice));
        for (var i = 0; i < 30; i++) {
            many.append("; JSESSIONID=")
                    .append(String.valueOf((char) ('A' + i % 26)).repeat(30 + i));
        }
        try (var wire = new Wire(node);
                var monitor = new Monitor(REDIS)) {
            assertThat(wire.get("/get?name=color&" + reader, many.toString()).body())
                    .isEqualTo("no session");
            assertThat(commands(monitor)).as("commands for the event").isEqualTo(1);
        }
    }

    /** An application on a sibling domain can plant any cookie. */
    @ParameterizedTest
    @ValueSource(strings = {"application", "early", "valve", "filter"})
    void servesAUserDespitePlantedRandomCookies(String reader) {
        var planted = new StringBuilder();
        for (var i = 1; i < DuplicateCookies.MOST; i++) {
            planted.append("JSESSIONID=")
                    .append(String.valueOf((char) ('A' + i)).repeat(43))
                    .append("; ");
        }
        var before = events();
        try (var wire = new Wire(node)) {
            for (var cookies : new String[] {
                planted + sent(alice),
                sent(alice) + "; " + planted + "x=y",
                planted + "JSESSIONID=garbage; " + sent(alice)
            }) {
                assertThat(wire.get("/get?name=color&" + reader, cookies).body())
                        .isEqualTo("red");
            }
        }
        assertThat(events()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "early", "valve", "filter"})
    void answers503InAnOutageAndNeverNoSession(String reader) throws Exception {
        REDIS.pause();
        try (var wire = new Wire(node)) {
            for (var both : new String[] {ofTheShop + "; " + sent(alice), sent(alice) + "; " + ofTheShop}) {
                var reply = wire.get("/get?name=color&" + reader, both);
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.head()).contains("retry-after").doesNotContain("set-cookie");
                assertThat(wire.get("/create?" + reader, both).status()).isEqualTo(503);
                if (!reader.equals("filter")) {
                    assertThat(wire.get("/public?" + reader, both).body()).isEqualTo("public");
                }
            }
        } finally {
            REDIS.resume();
            Eventually.within(
                    Duration.ofSeconds(10),
                    () -> new Browser().get(node, "/create").statusCode() == 200);
        }
    }

    @Test
    void leavesNothingOfAnAbortedRequestToTheNext() {
        try (var wire = new Wire(node)) {
            assertThat(wire.get("/get?stop", sent(alice) + "; " + sent(bob)).status())
                    .isEqualTo(200);

            var next = wire.get("/get?name=color&valve", sent(bob));
            assertThat(next.head()).contains("x-valve: blue");
            assertThat(next.body()).isEqualTo("blue");
        }
    }

    /** A session that a valve of the host opens is saved before the response, as any other. */
    @Test
    void savesASessionThatAValveOpensWithoutMoreRoundTrips() throws Exception {
        try (var wire = new Wire(node)) {
            wire.get("/write?name=size&value=xl&valve", sent(alice));
            assertThat(wire.get("/get?name=size", sent(alice)).body()).isEqualTo("xl");
        }
    }

    private static String sent(Browser visitor) {
        return "JSESSIONID=" + visitor.id();
    }

    private static long commands(Monitor monitor) throws java.io.IOException {
        return monitor.names().stream().filter(name -> !name.equals("PING")).count();
    }

    private static long events() {
        return RecordedCounts.of(REDIS);
    }
}
