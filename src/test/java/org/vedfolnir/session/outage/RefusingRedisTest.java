package org.vedfolnir.session.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;
import org.vedfolnir.testing.TestFolders;

/** A Redis that answers, and says that it cannot: still nobody is signed out, and it is over as soon as it is over. */
class RefusingRedisTest {

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private static final RealRedis REDIS = CLUSTER.redis();
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private final Browser visitor = new Browser();

    @BeforeEach
    void signIn() {
        visitor.get(CLUSTER.a(), "/set?name=color&value=blue");
        visitor.get(CLUSTER.b(), "/get?name=color");
    }

    @AfterEach
    void recovers() throws Exception {
        Eventually.within(
                RECOVERY,
                () -> visitor.get(CLUSTER.a(), "/get?name=color").body().equals("blue")
                        && visitor.get(CLUSTER.b(), "/get?name=color").body().equals("blue"));
        assertThat(visitor.get(CLUSTER.a(), "/set?name=after&value=" + System.nanoTime())
                        .statusCode())
                .isEqualTo(200);
    }

    /** A Redis Cluster has several. */
    private static int servers(List<String> messages) {
        return (int) messages.stream()
                .map(each -> each.replaceFirst("^DEGRADED: Redis at (.*) refuses.*", "$1"))
                .distinct()
                .count();
    }

    /** Which breaker opens, if any, would stop what the others do. */
    @Test
    @Tag("topology")
    void aFullRedisRefusesWritesOnlyAndSaysSo() throws Exception {
        var leaving = List.of(new Browser(), new Browser());
        leaving.forEach(each -> each.get(CLUSTER.a(), "/create"));
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        try (var log = new Logged("org.vedfolnir.session.store.redis.health.RefusalLog");
                var again = new Logged(StoreHealthMonitor.class.getName());
                var outages = new Logged("org.vedfolnir.session.store.redis.health.Availability")) {
            REDIS.command("CONFIG", "SET", "maxmemory", "1");
            for (var i = 0; i < 10; i++) {
                for (var node : List.of(CLUSTER.a(), CLUSTER.b())) {
                    isUnavailable(visitor.get(node, "/set?name=full&value=" + i));
                    isUnavailable(new Browser().get(node, "/create"));
                    assertThat(visitor.get(node, "/get?name=color").body()).isEqualTo("blue");
                    assertThat(node.registry().health().up()).isTrue();
                }
            }
            assertThat(leaving.get(0).get(CLUSTER.a(), "/invalidate").body()).isEqualTo("invalidated");
            assertThat(leaving.get(1).get(CLUSTER.b(), "/invalidate").body()).isEqualTo("invalidated");
            assertThat(leaving).noneMatch(each -> REDIS.exists(Cluster.key(each)));
            isDegraded("Raise maxmemory"); // asks those, too, that no request has asked
            var times = 2 * servers(log.messages());
            assertThat(log.messages())
                    .as("each node, once of each Redis")
                    .hasSize(times)
                    .allMatch(each -> each.startsWith("DEGRADED: Redis at ")
                            && each.contains("its memory is full (OOM command not allowed")
                            && each.contains("Raise maxmemory"));
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
            isOver();
            Eventually.within(RECOVERY, () -> log.messages().size() == 2 * times);
            assertThat(log.messages().subList(times, 2 * times)).allMatch(each -> each.startsWith("No longer so: "));
            assertThat(outages.messages()).isEmpty();
            assertThat(again.messages()).as("said once").noneMatch(said -> said.contains("memory is full"));
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
        }
    }

    /** Not even an end can be moved then; what lies there is read all the same. */
    @Test
    void aRedisWhoseDiskIsFullIsStillRead() throws Exception {
        var folder = String.valueOf(REDIS.command("CONFIG", "GET", "dir")).split("\n")[1];
        try (var touching = touching()) {
            cannotSave();
            for (var i = 0; i < 10; i++) {
                isUnavailable(visitor.get(touching, "/set?name=full&value=" + i));
                isUnavailable(visitor.copy().get(touching, "/invalidate"));
                assertThat(visitor.get(touching, "/get?name=color").body()).isEqualTo("blue");
            }
            touching.manager().processExpires();
            assertThat(touching.registry().health().up()).isTrue();
            assertThat(touching.registry().health().concerns())
                    .anyMatch(said -> said.contains("it cannot save to its disk (MISCONF"));
        } finally {
            REDIS.command("CONFIG", "SET", "dir", folder);
            saves("ok");
            REDIS.command("CONFIG", "SET", "save", "");
        }
    }

    private Node touching() throws Exception {
        var node = new Node(REDIS.url(), CLUSTER.keys(), manager -> manager.setTouchInterval("0s"));
        assertThat(visitor.get(node, "/get?name=color").body()).isEqualTo("blue");
        return node;
    }

    private static void cannotSave() throws Exception {
        var gone = TestFolders.make("vedfolnir-gone");
        REDIS.command("CONFIG", "SET", "dir", gone.toString());
        REDIS.command("CONFIG", "SET", "save", "900 1000000");
        Files.delete(gone);
        saves("err");
    }

    private static void saves(String status) throws Exception {
        Eventually.within(Duration.ofSeconds(10), () -> {
            REDIS.command("BGSAVE");
            return String.valueOf(REDIS.command("INFO", "persistence")).contains("rdb_last_bgsave_status:" + status);
        });
    }

    /** It may be a master whose place another has taken: what has ended there must not be shown here. */
    @Test
    void aMasterWithoutItsReplicasIsNotBelieved() throws Exception {
        try (var touching = touching();
                var outages = new Logged("org.vedfolnir.session.store.redis.health.Availability")) {
            REDIS.command("CONFIG", "SET", "min-replicas-to-write", "9");
            for (var i = 0; i < 10; i++) {
                isUnavailable(visitor.get(touching, "/set?name=full&value=" + i));
                isUnavailable(visitor.get(touching, "/get?name=color"));
            }
            assertThat(outages.messages()).as("it answers").isEmpty();
        } finally {
            REDIS.command("CONFIG", "SET", "min-replicas-to-write", "0");
        }
    }

    private static void isDegraded(String advice) {
        for (var node : List.of(CLUSTER.a(), CLUSTER.b())) {
            node.manager().processExpires();
            assertThat(node.registry().health().concerns()).isNotEmpty();
            assertThat(node.registry().health().concerns()).anyMatch(said -> said.contains(advice));
        }
    }

    /** Found by the look: nobody has to come and save. */
    private static void isOver() throws Exception {
        Eventually.within(Duration.ofSeconds(20), () -> {
            CLUSTER.a().manager().processExpires();
            CLUSTER.b().manager().processExpires();
            return Stream.of(CLUSTER.a(), CLUSTER.b())
                    .flatMap(node -> node.registry().health().concerns().stream())
                    .noneMatch(said -> said.contains("refuses"));
        });
    }

    @Test
    void aReadOnlyReplicaIsA503ForWhoWrites() {
        REDIS.command("REPLICAOF", "127.0.0.1", "1");
        try {
            isUnavailable(visitor.get(CLUSTER.a(), "/set?name=replica&value=1"));
            isUnavailable(visitor.get(CLUSTER.b(), "/invalidate"));
            isUnavailable(new Browser().get(CLUSTER.a(), "/create"));
        } finally {
            REDIS.command("REPLICAOF", "NO", "ONE");
        }
    }

    /** A demoted master, or a replica that lags, does not have what its master has. */
    @Test
    void aReplicaIsNotBelievedThatThereIsNoSession() {
        var other = new Browser();
        other.get(CLUSTER.a(), "/create");
        REDIS.command("DEL", Cluster.key(other));
        REDIS.command("REPLICAOF", "127.0.0.1", "1");
        try {
            isUnavailable(other.get(CLUSTER.b(), "/get?name=color"));
        } finally {
            REDIS.command("REPLICAOF", "NO", "ONE");
        }
    }

    @Test
    void aPasswordThatTheNodeDoesNotHaveIsA503() {
        REDIS.command("CONFIG", "SET", "requirepass", "changed-meanwhile");
        try {
            REDIS.commandAs("changed-meanwhile", "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            isUnavailable(visitor.get(CLUSTER.a(), "/get?name=color"));
            isUnavailable(visitor.get(CLUSTER.b(), "/set?name=password&value=1"));
            isUnavailable(new Browser().get(CLUSTER.a(), "/create"));
        } finally {
            REDIS.commandAs("changed-meanwhile", "CONFIG", "SET", "requirepass", "");
        }
    }

    private static void isUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }
}
