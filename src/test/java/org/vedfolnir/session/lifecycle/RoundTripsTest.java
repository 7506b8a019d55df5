package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.store.redis.Monitor;
import org.vedfolnir.testing.Browser;

/**
 * The cost of a request, counted by Redis: every command of every client, not only scripts. Each request is sent {@value #TIMES} times, so that an
 * occasional command, mostly the client's keep-alive, can be told from one that belongs to a request.
 */
class RoundTripsTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private static final int TIMES = 20;
    /** One keep-alive per connection in 30 s. */
    private static final int MOST_PINGS = 8;

    private final Browser visitor = new Browser();

    @BeforeEach
    void warm() {
        visitor.get(CLUSTER.a(), "/set?name=warm&value=1");
        visitor.get(CLUSTER.b(), "/get?name=warm");
        visitor.get(CLUSTER.b(), "/rotate");
        visitor.copy().get(CLUSTER.a(), "/invalidate");
        visitor.get(CLUSTER.a(), "/set?name=warm&value=1");
        visitor.get(CLUSTER.b(), "/get?name=warm");
    }

    @Test
    void needsNoRoundTripWithoutASession() throws Exception {
        assertThat(scriptsFor(() -> visitor.get(CLUSTER.a(), "/public"))).isZero();
        assertThat(scriptsFor(() -> visitor.get(CLUSTER.a(), "/missing"))).isZero();
        assertThat(scriptsFor(() -> new Browser().get(CLUSTER.a(), "/get?name=warm")))
                .isZero();
    }

    @Test
    void needsOneRoundTripToRead() throws Exception {
        assertThat(scriptsFor(() -> visitor.get(CLUSTER.a(), "/get?name=warm"))).isEqualTo(1);
        assertThat(scriptsFor(() -> visitor.get(CLUSTER.b(), "/get?name=warm"))).isEqualTo(1);
    }

    @Test
    void needsTwoRoundTripsToSetAttributes() throws Exception {
        assertThat(scriptsFor(() -> visitor.get(CLUSTER.a(), "/set?name=a,b,c,d,e&value=" + System.nanoTime())))
                .isEqualTo(2);
        assertThat(scriptsFor(() -> visitor.get(CLUSTER.b(), "/remove?name=a,b")))
                .as("the first request changes nothing")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void needsOneRoundTripForANewSession() throws Exception {
        assertThat(scriptsFor(() -> new Browser().get(CLUSTER.a(), "/set?name=a,b,c&value=1")))
                .isEqualTo(1);
    }

    @Test
    void needsTwoRoundTripsForAnIdChange() throws Exception {
        assertThat(scriptsFor(() -> visitor.get(CLUSTER.a(), "/rotate"))).isEqualTo(2);
        assertThat(scriptsFor(() -> visitor.get(CLUSTER.b(), "/rotate"))).isEqualTo(2);
    }

    @Test
    void needsTwoRoundTripsForASignOut() throws Exception {
        var visitors = new ArrayList<Browser>();
        for (var i = 0; i < TIMES; i++) {
            var next = new Browser();
            next.get(CLUSTER.a(), "/create");
            visitors.add(next);
        }
        var each = visitors.iterator();

        assertThat(scriptsFor(() -> each.next().get(CLUSTER.a(), "/invalidate")))
                .isEqualTo(2);
    }

    @Test
    void needsOneRoundTripToReadAChangeOfAnotherNode() throws Exception {
        var others = new ArrayList<Browser>();
        for (var i = 0; i < TIMES; i++) {
            var other = new Browser();
            other.get(CLUSTER.a(), "/create");
            others.add(other);
        }
        var each = others.iterator();

        assertThat(scriptsFor(() -> each.next().get(CLUSTER.b(), "/get?name=user_id")))
                .as("round trips, since the reply contains the document")
                .isEqualTo(1);
    }

    @Test
    void needsNoMoreRoundTripsForTheFirstRequestOfANode() throws Exception {
        CLUSTER.redis().command("SCRIPT", "FLUSH");
        try (var cold = CLUSTER.cold();
                var monitor = new Monitor(CLUSTER.redis())) {
            assertThat(visitor.get(cold, "/get?name=warm").body()).isEqualTo("1");
            assertThat(withoutPings(monitor.names())).containsExactly("EVALSHA");
            visitor.get(cold, "/get?name=warm");
            assertThat(withoutPings(monitor.names())).containsExactly("EVALSHA");
        }
    }

    @Test
    void sendsEachScriptOnceToANewRedis() throws Exception {
        CLUSTER.redis().command("SCRIPT", "FLUSH");
        try (var monitor = new Monitor(CLUSTER.redis())) {
            visitor.get(CLUSTER.a(), "/get?name=warm");
            assertThat(withoutPings(monitor.names())).containsExactly("EVALSHA", "SCRIPT", "EVALSHA");
            visitor.get(CLUSTER.b(), "/get?name=warm");
            assertThat(withoutPings(monitor.names())).containsExactly("EVALSHA");
        }
    }

    /** Number of scripts per request. Fails if any other command was sent. */
    private static int scriptsFor(Runnable request) throws IOException {
        try (var monitor = new Monitor(CLUSTER.redis())) {
            for (var i = 0; i < TIMES; i++) {
                request.run();
            }
            var sent = monitor.names();
            var scripts = withoutPings(sent);

            assertThat(scripts).as("names of commands").isSubsetOf("EVALSHA");
            assertThat(sent.size() - scripts.size()).as("keep-alives").isLessThanOrEqualTo(MOST_PINGS);
            assertThat(scripts.size() % TIMES)
                    .as("scripts beyond the same number for each request")
                    .isLessThanOrEqualTo(2);
            return scripts.size() / TIMES;
        }
    }

    private static List<String> withoutPings(List<String> sent) {
        return sent.stream().filter(name -> !name.equals("PING")).toList();
    }
}
