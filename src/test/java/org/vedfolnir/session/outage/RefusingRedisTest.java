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

/** If Redis replies with an error, no user is signed out, and requests succeed again as soon as Redis accepts them. */
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

    /** A Redis Cluster has several servers. */
    private static int servers(List<String> messages) {
        return (int) messages.stream()
                .map(each -> each.replaceFirst("^DEGRADED: Redis at (.*) refuses.*", "$1"))
                .distinct()
                .count();
    }

    /** A full memory opens no circuit breaker, which would stop other requests. */
    @Test
    @Tag("topology")
    void rejectsOnlyWritesIfMemoryIsFullAndReportsIt() throws Exception {
        var leaving = List.of(new Browser(), new Browser());
        leaving.forEach(each -> each.get(CLUSTER.a(), "/create"));
        REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        try (var log = new Logged("org.vedfolnir.session.store.redis.health.RefusalLog");
                var again = new Logged(StoreHealthMonitor.class.getName());
                var outages = new Logged("org.vedfolnir.session.store.redis.health.Availability")) {
            REDIS.command("CONFIG", "SET", "maxmemory", "1");
            for (var i = 0; i < 10; i++) {
                for (var node : List.of(CLUSTER.a(), CLUSTER.b())) {
                    assertUnavailable(visitor.get(node, "/set?name=full&value=" + i));
                    assertUnavailable(new Browser().get(node, "/create"));
                    assertThat(visitor.get(node, "/get?name=color").body()).isEqualTo("blue");
                    assertThat(node.registry().health().up()).isTrue();
                }
            }
            assertThat(leaving.get(0).get(CLUSTER.a(), "/invalidate").body()).isEqualTo("invalidated");
            assertThat(leaving.get(1).get(CLUSTER.b(), "/invalidate").body()).isEqualTo("invalidated");
            assertThat(leaving).noneMatch(each -> REDIS.exists(Cluster.key(each)));
            assertDegraded("Raise maxmemory"); // diagnoses the servers without requests too
            var times = 2 * servers(log.messages());
            assertThat(log.messages())
                    .as("messages of each node about each Redis")
                    .hasSize(times)
                    .allMatch(each -> each.startsWith("DEGRADED: Redis at ")
                            && each.contains("its memory is full (OOM command not allowed")
                            && each.contains("Raise maxmemory"));
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
            assertRecovered();
            Eventually.within(RECOVERY, () -> log.messages().size() == 2 * times);
            assertThat(log.messages().subList(times, 2 * times)).allMatch(each -> each.startsWith("No longer so: "));
            assertThat(outages.messages()).isEmpty();
            assertThat(again.messages())
                    .as("further messages")
                    .noneMatch(message -> message.contains("memory is full"));
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
        }
    }

    /** Then not even the end of a session can move, but its data can be read. */
    @Test
    void readsSessionsIfTheDiskOfRedisIsFull() throws Exception {
        var folder = String.valueOf(REDIS.command("CONFIG", "GET", "dir")).split("\n")[1];
        try (var touching = touching()) {
            cannotSave();
            for (var i = 0; i < 10; i++) {
                assertUnavailable(visitor.get(touching, "/set?name=full&value=" + i));
                assertUnavailable(visitor.copy().get(touching, "/invalidate"));
                assertThat(visitor.get(touching, "/get?name=color").body()).isEqualTo("blue");
            }
            touching.manager().processExpires();
            assertThat(touching.registry().health().up()).isTrue();
            assertThat(touching.registry().health().concerns())
                    .anyMatch(message -> message.contains("it cannot save to its disk (MISCONF"));
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

    /** This Redis may be a replaced master, so it must not show a session that has ended on the new one. */
    @Test
    void doesNotTrustAMasterWithoutItsReplicas() throws Exception {
        try (var touching = touching();
                var outages = new Logged("org.vedfolnir.session.store.redis.health.Availability")) {
            REDIS.command("CONFIG", "SET", "min-replicas-to-write", "9");
            for (var i = 0; i < 10; i++) {
                assertUnavailable(visitor.get(touching, "/set?name=full&value=" + i));
                assertUnavailable(visitor.get(touching, "/get?name=color"));
            }
            assertThat(outages.messages()).as("messages about an outage").isEmpty();
        } finally {
            REDIS.command("CONFIG", "SET", "min-replicas-to-write", "0");
        }
    }

    private static void assertDegraded(String advice) {
        for (var node : List.of(CLUSTER.a(), CLUSTER.b())) {
            node.manager().processExpires();
            assertThat(node.registry().health().concerns()).isNotEmpty();
            assertThat(node.registry().health().concerns()).anyMatch(message -> message.contains(advice));
        }
    }

    /** The background diagnosis finds it; no request is necessary. */
    private static void assertRecovered() throws Exception {
        Eventually.within(Duration.ofSeconds(20), () -> {
            CLUSTER.a().manager().processExpires();
            CLUSTER.b().manager().processExpires();
            return Stream.of(CLUSTER.a(), CLUSTER.b())
                    .flatMap(node -> node.registry().health().concerns().stream())
                    .noneMatch(message -> message.contains("refuses"));
        });
    }

    @Test
    void answers503ForWritesToAReadOnlyReplica() {
        REDIS.command("REPLICAOF", "127.0.0.1", "1");
        try {
            assertUnavailable(visitor.get(CLUSTER.a(), "/set?name=replica&value=1"));
            assertUnavailable(visitor.get(CLUSTER.b(), "/invalidate"));
            assertUnavailable(new Browser().get(CLUSTER.a(), "/create"));
        } finally {
            REDIS.command("REPLICAOF", "NO", "ONE");
        }
    }

    /** A demoted master, or a replica that lags, does not have all sessions of its master. */
    @Test
    void doesNotTrustAReplicaThatHasNoSession() {
        var other = new Browser();
        other.get(CLUSTER.a(), "/create");
        REDIS.command("DEL", Cluster.key(other));
        REDIS.command("REPLICAOF", "127.0.0.1", "1");
        try {
            assertUnavailable(other.get(CLUSTER.b(), "/get?name=color"));
        } finally {
            REDIS.command("REPLICAOF", "NO", "ONE");
        }
    }

    @Test
    void answers503IfThePasswordIsWrong() {
        REDIS.command("CONFIG", "SET", "requirepass", "changed-meanwhile");
        try {
            REDIS.commandAs("changed-meanwhile", "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            assertUnavailable(visitor.get(CLUSTER.a(), "/get?name=color"));
            assertUnavailable(visitor.get(CLUSTER.b(), "/set?name=password&value=1"));
            assertUnavailable(new Browser().get(CLUSTER.a(), "/create"));
        } finally {
            REDIS.commandAs("changed-meanwhile", "CONFIG", "SET", "requirepass", "");
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }
}
