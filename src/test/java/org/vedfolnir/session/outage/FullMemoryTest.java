package org.vedfolnir.session.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.KeyNames;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/**
 * A Redis whose memory is full (noeviction) rejects new sessions and changes, but accepts ends, which free memory. The profile topologies runs this on
 * Redis Cluster, where the event of an end is in another slot than its session.
 */
@Tag("topology")
class FullMemoryTest {

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.recording();

    private static final RealRedis REDIS = CLUSTER.redis();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Browser visitor = new Browser();

    @AfterEach
    void makeRoom() {
        REDIS.command("CONFIG", "SET", "maxmemory", "0");
    }

    private static void fill() {
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        REDIS.command("CONFIG", "SET", "maxmemory", "1");
        assertThat(new Browser().get(CLUSTER.a(), "/create").statusCode())
                .as("reply of a full Redis")
                .isEqualTo(503);
    }

    @Test
    void acceptsSignOutsAndRecordsEachOnce() {
        var leaving = List.of(new Browser(), new Browser(), new Browser(), new Browser());
        leaving.forEach(each -> each.get(CLUSTER.a(), "/set?name=user_id&value=leaving"));
        var before = ends();
        fill();

        for (var each : leaving) {
            var copy = each.copy();
            assertThat(each.get(CLUSTER.b(), "/invalidate").body()).isEqualTo("invalidated");
            assertThat(copy.get(CLUSTER.a(), "/get?name=user_id").body()).isEqualTo("no session");
        }
        assertThat(ends()).isEqualTo(before + leaving.size());
        assertThat(CLUSTER.a().registry().sessionsOf("leaving")).isEmpty();
    }

    /** The search reads sessions that are alive first: they must not hide expired ones. */
    @Test
    void endsExpiredSessionsAndRecordsEachOnce() throws Exception {
        var busy = new Browser();
        busy.get(CLUSTER.a(), "/set?name=color&value=busy");
        REDIS.command("ZADD", KeyNames.expiries("/", busy.id()), "1", busy.id());
        visitor.get(CLUSTER.a(), "/set?name=color&value=over");
        visitor.get(CLUSTER.a(), "/idle?value=1");
        var before = ends();
        fill();

        Eventually.within(PATIENCE, () -> {
            CLUSTER.a().manager().processExpires();
            CLUSTER.b().manager().processExpires();
            return DestroyedSessions.times("over") > 0;
        });
        assertThat(DestroyedSessions.times("over")).isEqualTo(1);
        assertThat(REDIS.exists(Cluster.key(visitor))).isFalse();
        assertThat(ends()).isEqualTo(before + 1);
        assertThat(busy.get(CLUSTER.b(), "/get?name=color").body()).isEqualTo("busy");
    }

    private static long ends() {
        return String.valueOf(REDIS.command("KEYS", "vedfolnir:events*"))
                .lines()
                .map(each -> String.valueOf(REDIS.command("XRANGE", each, "-", "+")))
                .flatMap(String::lines)
                .filter("session_ended"::equals)
                .count();
    }
}
