package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.health.CircuitBreaker;
import org.vedfolnir.session.store.redis.health.RefusalLog;
import org.vedfolnir.session.store.redis.keys.Utf8;
import org.vedfolnir.testing.RedisClient;

/** If one Redis of a cluster does not reply, the store serves the data of the others, and finds it again as soon as it replies. */
class ClusterOutagesTest {

    @RegisterExtension
    static final RealTopology REDIS = RealTopology.cluster();

    private static final int READERS = 12;
    private static final int READS = 200;

    private final ClusterRunner node = new ClusterRunner(REDIS, Duration.ofSeconds(1));
    /** A key of each Redis, by port. */
    private final Map<Integer, String> keys = new HashMap<>();

    @BeforeEach
    void warm() {
        REDIS.command("FLUSHALL");
        REDIS.command("CONFIG", "SET", "cluster-require-full-coverage", "no");
        for (var i = 0; keys.size() < REDIS.ports().size(); i++) {
            keys.putIfAbsent(REDIS.portOf("key" + i), "key" + i);
        }
        keys.values().forEach(key -> node.kept(key, key));
    }

    @AfterEach
    void close() {
        node.close();
    }

    private String keyOf(int port) {
        return Objects.requireNonNull(keys.get(port));
    }

    private boolean serves(String key) {
        try {
            return node.kept(key, key).equals(key);
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    @Test
    void servesTheOtherMastersWhileOneIsSuspended() throws Exception {
        var frozen = REDIS.ports().get(0);
        var served = new ConcurrentHashMap<Integer, Integer>();
        RealTopology.whileFrozen(frozen, () -> {
            var readers = IntStream.range(0, READERS)
                    .mapToObj(reader -> CompletableFuture.runAsync(
                            () -> {
                                for (var i = 0; i < READS; i++) {
                                    var port = REDIS.ports().get((i + reader) % keys.size());
                                    if (serves(keyOf(port))) {
                                        served.merge(port, 1, Integer::sum);
                                    }
                                }
                            },
                            task -> new Thread(task).start()))
                    .toList();
            readers.forEach(CompletableFuture::join);
            assertThat(node.runner().probe().isOneAway()).isTrue();
        });
        assertThat(served.remove(frozen)).isNull();
        assertThat(served.values().stream().mapToInt(Integer::intValue).sum())
                .isGreaterThanOrEqualTo(READERS * READS * 2 / 3 * 99 / 100);
        Eventually.within(Duration.ofSeconds(5), () -> serves(keyOf(frozen)));
        assertThat(node.runner().probe().isOneAway()).isFalse();
    }

    /** Scripts for the shards of two Redis, as at the start of a session. No other request comes that could find the Redis again. */
    @Test
    void findsARecoveredMasterByOperationsOfSeveralScriptsAlone() throws Exception {
        var frozen = REDIS.ports().get(0);
        RealTopology.whileFrozen(frozen, () -> {
            Eventually.within(
                    Duration.ofSeconds(10),
                    () -> !allServe() && node.runner().probe().isOneAway());
        });
        Eventually.within(Duration.ofSeconds(5), this::allServe);
        assertThat(node.runner().probe().isOneAway()).isFalse();
    }

    private boolean allServe() {
        try {
            var calls = keys.values().stream()
                    .map(key -> ClusterRunner.keep(key, key))
                    .toList();
            return node.runner().executeAll(calls).size() == calls.size();
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    @Test
    void returnsTheTrialPermitIfItsThreadIsInterrupted() throws Exception {
        var frozen = REDIS.ports().get(0);
        RealTopology.whileFrozen(frozen, () -> {
            Eventually.within(
                    Duration.ofSeconds(10),
                    () -> !serves(keyOf(frozen)) && node.runner().probe().isOneAway());
            Eventually.within(Duration.ofSeconds(5), () -> {
                Thread.currentThread().interrupt();
                try {
                    return !serves(keyOf(frozen)) && !isDenied(frozen);
                } finally {
                    Thread.interrupted();
                }
            });
        });
    }

    /** Whether the circuit breaker denies a try now. A permit is returned at once. */
    private boolean isDenied(int port) {
        var breaker = node.servers()
                .of(List.of(Utf8.bytes(keyOf(port))))
                .orElseThrow()
                .breaker();
        var permit = breaker.acquire();
        if (permit == CircuitBreaker.Permit.TRIAL) {
            breaker.release();
        }
        return permit == CircuitBreaker.Permit.DENIED;
    }

    /** The other masters name its successor. Redisson does not scan here. */
    @Test
    void findsTheSuccessorOfAMasterWithoutAScanOfRedisson() throws Exception {
        var frozen = REDIS.ports().get(0);
        var heir = REDIS.ports().get(1);
        var key = keyOf(frozen);
        var slot = String.valueOf(RedisClient.ask(heir, "CLUSTER", "KEYSLOT", key));
        var before = String.valueOf(RedisClient.ask(frozen, "CLUSTER", "MYID"));
        try (var unaware = new ClusterRunner(REDIS, ClusterRunner.NEVER)) {
            unaware.kept(key, key);
            try {
                RealTopology.whileFrozen(frozen, () -> {
                    var id = String.valueOf(RedisClient.ask(heir, "CLUSTER", "MYID"));
                    REDIS.ports().stream()
                            .filter(port -> !port.equals(frozen))
                            .forEach(port -> RedisClient.ask(port, "CLUSTER", "SETSLOT", slot, "NODE", id));

                    assertThat(unaware.kept("elsewhere", key)).isEqualTo("elsewhere");
                });
            } finally {
                REDIS.command("FLUSHALL");
                REDIS.ports().forEach(port -> RedisClient.ask(port, "CLUSTER", "SETSLOT", slot, "NODE", before));
            }
        }
    }

    @Test
    void servesTheOtherSlotsIfNoRedisHasOne() throws Exception {
        var port = REDIS.ports().get(0);
        var key = keyOf(port);
        var slot = String.valueOf(RedisClient.ask(port, "CLUSTER", "KEYSLOT", key));
        REDIS.ports().forEach(each -> RedisClient.ask(each, "CLUSTER", "DELSLOTS", slot));
        try {
            var sameRedis = IntStream.iterate(0, each -> each + 1)
                    .mapToObj(each -> "other" + each)
                    .filter(each -> !each.equals(key) && REDIS.portOf(each) == port)
                    .findFirst()
                    .orElseThrow();
            Eventually.within(Duration.ofSeconds(5), () -> {
                assertThatThrownBy(() -> node.kept(key, key)).isInstanceOf(StoreUnavailableException.class);
                assertThat(node.kept(sameRedis, sameRedis)).isEqualTo(sameRedis);
                return node.servers().of(List.of(Utf8.bytes(key))).isEmpty();
            });
            assertThat(node.runner().probe().isOneAway()).isFalse();
        } finally {
            RedisClient.ask(port, "CLUSTER", "ADDSLOTS", slot);
        }
        Eventually.within(Duration.ofSeconds(10), () -> serves(key));
    }

    @Test
    void namesTheMasterThatRejectsACommand() {
        var full = REDIS.ports().get(0);
        REDIS.commandAt(keyOf(full), "CONFIG", "SET", "maxmemory", "1");
        try {
            keys.forEach((port, key) -> {
                if (port.equals(full)) {
                    assertThatThrownBy(() -> node.kept("more", key))
                            .isInstanceOf(StoreRefusedException.class)
                            .hasMessageContaining("127.0.0.1:" + port);
                } else {
                    assertThat(node.kept("more", key)).isEqualTo(key);
                }
            });
            node.runner().probe().probeWrites("beat:");
            assertThat(node.runner().refusals().each()).anyMatch(RefusalLog::everyWrite);
            assertThat(node.runner().refusals().concerns())
                    .singleElement()
                    .satisfies(each -> assertThat(each.sentence()).contains("127.0.0.1:" + full));
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory", "0");
        }
    }
}
