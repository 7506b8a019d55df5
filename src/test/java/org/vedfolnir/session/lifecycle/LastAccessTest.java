package org.vedfolnir.session.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.testing.Browser;

/** The last access of a session, and its idle end from there, by Redis' clock. */
class LastAccessTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    @RegisterExtension
    static final Cluster AT_START =
            new Cluster(KeyRing.generate(), manager -> manager.setSessionLastAccessAtStart(true));

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Tolerance: Redis' clock is read on two connections. */
    private static final long INEXACT = 20;

    private static final long CLEARLY = 200;

    private final Browser visitor = new Browser();

    @Test
    void keepsASessionForItsIdleTimeoutAfterASecondEarlyUse() throws Exception {
        visitor.get(CLUSTER.a(), "/set?name=color&value=red");
        visitor.get(CLUSTER.a(), "/idle?value=2");
        var began = CLUSTER.redis().millis();
        Eventually.within(PATIENCE, () -> CLUSTER.redis().millis() >= began + 900);
        visitor.get(CLUSTER.b(), "/get?name=color");
        Eventually.within(PATIENCE, () -> CLUSTER.redis().millis() >= began + 2500);

        assertThat(visitor.get(CLUSTER.a(), "/get?name=color").body()).isEqualTo("red");
    }

    @Test
    void reportsThePreviousRequestAsLastAccess() {
        visitor.get(CLUSTER.a(), "/create");
        for (var i = 0; i < 5; i++) {
            var before = CLUSTER.redis().millis();
            visitor.get(CLUSTER.a(), "/get?name=user_id");
            var after = CLUSTER.redis().millis();

            assertThat(last(CLUSTER)).isBetween(before - INEXACT, after + INEXACT);
        }
    }

    @Test
    void reportsTheRecordedUseOnAnotherNodeAsLastAccess() throws Exception {
        visitor.get(CLUSTER.a(), "/create");
        var created = CLUSTER.redis().millis();
        Eventually.within(PATIENCE, () -> CLUSTER.redis().millis() > created + 1100);
        var before = CLUSTER.redis().millis();
        visitor.get(CLUSTER.b(), "/get?name=user_id");

        assertThat(last(CLUSTER)).isGreaterThanOrEqualTo(before - INEXACT);
    }

    @Test
    void countsTheEndOfARequestAsItsUse() throws Exception {
        var during = duringARequest(CLUSTER);

        assertThat(last(CLUSTER)).isGreaterThanOrEqualTo(during - INEXACT);
    }

    @Test
    void countsTheStartOfARequestAsItsUseIfConfigured() throws Exception {
        var during = duringARequest(AT_START);

        assertThat(last(AT_START)).isLessThan(during);
    }

    /** A moment during a request. The request is over when this returns. */
    private long duringARequest(Cluster cluster) throws Exception {
        visitor.get(cluster.a(), "/create");
        var answer = visitor.copy().later(cluster.a(), "/get?name=user_id&meet=during");
        var meeting = ProbeServlet.met("during");
        var arrived = cluster.redis().millis();
        Eventually.within(PATIENCE, () -> cluster.redis().millis() > arrived + 2 * INEXACT);
        var during = cluster.redis().millis();
        meeting.arriveAndAwaitAdvance();
        answer.join();
        ProbeServlet.MEETINGS.clear();
        return during;
    }

    @Test
    void recordsTheEndOfALongRequestBeforeItsResponse() throws Exception {
        visitor.get(CLUSTER.a(), "/create");
        var key = Cluster.key(visitor);
        var full = CLUSTER.redis().ttl(key);
        var answer = visitor.copy().later(CLUSTER.a(), "/get?name=user_id&meet=long");
        var meeting = ProbeServlet.met("long");
        Eventually.within(PATIENCE, () -> CLUSTER.redis().ttl(key) < full - 1300);

        meeting.arriveAndAwaitAdvance();
        var ended = CLUSTER.redis().millis();
        answer.join();
        ProbeServlet.MEETINGS.clear();

        assertThat(CLUSTER.redis().ttl(key) + CLUSTER.redis().millis() - ended).isGreaterThanOrEqualTo(full - INEXACT);
    }

    @Test
    void listsTheLastUseOfTheStoreAndEndsNoSessionUsedSince() throws Exception {
        try (var redis = new Site()) {
            visitor.get(redis.a, "/set?name=color&value=listed");
            var found = redis.b.manager().findSessions();
            assertThat(found).hasSize(1);
            assertThat(found[0].isValid()).isTrue();
            assertThat(found[0].getId()).isNotEqualTo(visitor.id());
            var before = found[0].getLastAccessedTime();

            visitor.get(redis.b, "/set?name=color&value=listed-again");
            Eventually.within(PATIENCE, () -> {
                visitor.get(redis.b, "/get?name=color");
                return redis.b.manager().findSessions()[0].getLastAccessedTime() > before + CLEARLY;
            });
            assertThat(found[0].getLastAccessedTime())
                    .as("last access in the list, which is a snapshot")
                    .isEqualTo(before);
            found[0].expire();
            assertThat(redis.a.manager().findSessions())
                    .as("sessions after the end of one that was used since the list")
                    .hasSize(1);
            redis.a.manager().findSessions()[0].expire();
            assertThat(redis.b.manager().findSessions()).isEmpty();
        }
    }

    @Test
    void endsASessionOfTheListForAnOperator() throws Exception {
        try (var redis = new Site()) {
            visitor.get(redis.a, "/set?name=color&value=ended-in-list");

            redis.b.manager().findSessions()[0].expire();

            assertThat(visitor.get(redis.a, "/get?name=color").body()).isEqualTo("no session");
            assertThat(DestroyedSessions.times("ended-in-list")).isEqualTo(1);
            assertThat(redis.b.manager().findSessions()).isEmpty();
        }
    }

    /** Two nodes with their own sessions. */
    private static final class Site implements AutoCloseable {

        private final Node a = node();
        private final Node b = node();

        Site() throws Exception {}

        private static Node node() throws Exception {
            return new Node(CLUSTER.redis().url(), CLUSTER.keys(), manager -> manager.setKeyPrefix("listed:"));
        }

        @Override
        public void close() throws LifecycleException {
            a.close();
            b.close();
        }
    }

    private long last(Cluster cluster) {
        return Long.parseLong(visitor.get(cluster.a(), "/last").body());
    }
}
