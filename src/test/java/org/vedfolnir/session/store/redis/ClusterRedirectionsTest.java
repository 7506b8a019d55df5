package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.testing.RedisClient;
import org.vedfolnir.testing.TestFolders;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** If Redis redirects a command to another server, or reports a moving slot, the store follows at once and sees no outage. */
class ClusterRedirectionsTest {

    @RegisterExtension
    static final RealTopology REDIS = RealTopology.cluster();

    private final ClusterRunner node = new ClusterRunner(REDIS, ClusterRunner.NEVER);
    private final int from = REDIS.ports().get(0);
    private final int to = REDIS.ports().get(1);
    private String slot = "";
    /** Two keys of one slot, which a test moves. */
    private String key = "";

    private String beside = "";

    @BeforeEach
    void chooseSlot() {
        REDIS.command("FLUSHALL");
        var tag = Stream.iterate(0, each -> each + 1)
                .map(each -> "{" + each + "}")
                .filter(each -> REDIS.portOf(each) == from)
                .findFirst()
                .orElseThrow();
        key = tag + "one";
        beside = tag + "two";
        slot = String.valueOf(RedisClient.ask(from, "CLUSTER", "KEYSLOT", key));
        node.kept("warm", key);
        RedisClient.ask(from, "DEL", key);
    }

    @AfterEach
    void putBack() {
        node.close();
        REDIS.command("FLUSHALL");
        putSlotBack();
    }

    private static String id(int port) {
        return String.valueOf(RedisClient.ask(port, "CLUSTER", "MYID"));
    }

    private void begin() {
        assertThat(RedisClient.ask(to, "CLUSTER", "SETSLOT", slot, "IMPORTING", id(from)))
                .isEqualTo("OK");
        assertThat(RedisClient.ask(from, "CLUSTER", "SETSLOT", slot, "MIGRATING", id(to)))
                .isEqualTo("OK");
    }

    private void move(String moved) {
        assertThat(RedisClient.ask(from, "MIGRATE", "127.0.0.1", Integer.toString(to), moved, "0", "5000"))
                .isEqualTo("OK");
    }

    private String keyAt(int port, String which) {
        return String.valueOf(RedisClient.askThen(port, new String[] {"ASKING"}, "GET", which));
    }

    private void assertThatNoRedisIsAway() {
        assertThat(node.runner().probe().isOneAway()).isFalse();
        assertThat(node.servers().all()).noneMatch(each -> each.breaker().failed());
    }

    @Test
    void followsAskForAKeyThatHasLeftAMovingSlot() {
        begin();
        assertThat(node.kept("first", key)).isEqualTo("first");
        assertThat(node.kept("second", key)).isEqualTo("first");
        assertThat(node.runner().executeAll(List.of(ClusterRunner.keep("third", key))))
                .hasSize(1);
        assertThat(keyAt(to, key)).isEqualTo("first");
        assertThatNoRedisIsAway();
    }

    @Test
    void followsWithTheShippedRightsAndNamesAMissingOne() throws Exception {
        var ours = "vedfolnir:" + key;
        begin();
        try (var restricted = ClusterRunner.withLeastRights(REDIS)) {
            assertThat(restricted.kept("asked", ours)).isEqualTo("asked");
            REDIS.command("ACL", "SETUSER", "vedfolnir", "-asking");
            assertThatThrownBy(() -> restricted.kept("more", ours))
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("lacks a right");
        }
        REDIS.command("FLUSHALL");
        putSlotBack();
        try (var restricted = ClusterRunner.withLeastRights(REDIS)) {
            RedisClient.ask(from, "SCRIPT", "FLUSH");
            assertThat(restricted.kept("loaded", ours)).isEqualTo("loaded");
        }
    }

    @Test
    void followsARedirectionOfACommandWithoutAWaitingThread() throws Exception {
        begin();
        node.runner().fireAndForget(List.of(ClusterRunner.keep("sent", key)));
        Eventually.within(Duration.ofSeconds(5), () -> keyAt(to, key).equals("sent"));
    }

    @Test
    void waitsForKeysOnBothSidesOfAMovingSlot() throws Exception {
        REDIS.command("CONFIG", "RESETSTAT");
        node.kept("one", key);
        node.kept("two", beside);
        begin();
        move(key);
        var answer = CompletableFuture.supplyAsync(() -> node.kept("other", key, beside));
        Eventually.within(Duration.ofSeconds(5), ClusterRedirectionsTest::isTriedAgain);
        move(beside);
        assertThat(answer.get()).isEqualTo("one");
        assertThatNoRedisIsAway();
    }

    /** The version of Redis decides which of the two it replies. */
    private static boolean isTriedAgain() {
        return REDIS.ports().stream().anyMatch(port -> String.valueOf(RedisClient.ask(port, "INFO", "errorstats"))
                .contains("errorstat_TRYAGAIN"));
    }

    @Test
    void reportsKeysOnBothSidesForTooLongAsUnavailableAndWritesNothing() {
        node.kept("two", beside);
        begin();
        // neither side has the key yet
        assertThatThrownBy(() -> node.kept("one", key, beside))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("slot is being moved")
                .hasMessageContaining("nothing was changed");
        assertThat(keyAt(to, key)).isEqualTo("null");
        assertThatNoRedisIsAway();
    }

    @Test
    void followsASlotThatHasMoved() {
        REDIS.ports().forEach(port -> RedisClient.ask(port, "CLUSTER", "SETSLOT", slot, "NODE", id(to)));
        for (var i = 0; i < 3; i++) {
            assertThat(node.kept("moved", key)).isEqualTo("moved");
        }
        assertThat(RedisClient.ask(to, "GET", key)).isEqualTo("moved");
        assertThatNoRedisIsAway();
    }

    @Test
    void followsARedirectionToARedisUnknownToRedisson() throws Exception {
        var port = FreePorts.next();
        while (port > 22_700) {
            port = FreePorts.next();
        }
        var joining = port;
        var folder = TestFolders.make("vedfolnir-joining");
        var server = RedisServer.newRedisServer()
                .executableProvider(ExecutableProvider.newJarResourceProvider(folder.toFile()))
                .port(joining)
                .setting("bind 127.0.0.1")
                .setting("cluster-enabled yes")
                .setting("cluster-config-file nodes-" + joining + ".conf")
                .setting("dir " + folder)
                .build();
        server.start();
        try {
            RedisClient.ask(joining, "CLUSTER", "MEET", "127.0.0.1", Integer.toString(from));
            var id = id(joining);
            Eventually.within(Duration.ofSeconds(20), () -> REDIS.ports().stream()
                    .allMatch(each -> String.valueOf(RedisClient.ask(each, "CLUSTER", "NODES"))
                            .contains(id)));
            Stream.concat(Stream.of(joining), REDIS.ports().stream())
                    .forEach(each -> RedisClient.ask(each, "CLUSTER", "SETSLOT", slot, "NODE", id));

            Eventually.within(Duration.ofSeconds(20), () -> String.valueOf(RedisClient.ask(joining, "CLUSTER", "INFO"))
                    .contains("cluster_state:ok"));

            assertThat(node.kept("there", key)).isEqualTo("there");
            assertThat(node.runner().executeAll(List.of(ClusterRunner.keep("again", key))))
                    .hasSize(1);
            assertThat(RedisClient.ask(joining, "GET", key)).isEqualTo("there");
            assertThatNoRedisIsAway();
        } finally {
            putSlotBack();
            REDIS.ports().forEach(each -> RedisClient.ask(each, "CLUSTER", "FORGET", id(joining)));
            server.stop();
        }
    }

    private void putSlotBack() {
        var id = id(from);
        REDIS.ports().forEach(port -> {
            RedisClient.ask(port, "CLUSTER", "SETSLOT", slot, "STABLE");
            RedisClient.ask(port, "CLUSTER", "SETSLOT", slot, "NODE", id);
        });
    }

    @Test
    void abandonsARedirectionLoop() {
        RedisClient.ask(from, "CLUSTER", "SETSLOT", slot, "NODE", id(to));
        RedisClient.ask(to, "CLUSTER", "SETSLOT", slot, "NODE", id(from));
        assertThatThrownBy(() -> node.kept("nowhere", key))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("in a loop");
        assertThatNoRedisIsAway();
    }

    @Test
    void sendsLostScriptsAgainWhileAnotherRedisIsAway() throws Exception {
        RealTopology.whileFrozen(REDIS.ports().get(2), () -> {
            RedisClient.ask(from, "SCRIPT", "FLUSH");
            assertThat(node.kept("loaded", key)).isEqualTo("loaded");
            RedisClient.ask(from, "SCRIPT", "FLUSH");
            assertThat(node.runner().executeAll(List.of(ClusterRunner.keep("again", key))))
                    .hasSize(1);
            assertThatNoRedisIsAway();
        });
    }
}
