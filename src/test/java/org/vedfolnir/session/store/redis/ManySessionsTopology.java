package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.ManySessionsCheck.Loss;
import org.vedfolnir.session.store.redis.keys.Shards;
import org.vedfolnir.session.store.redis.settings.RedisSettingsTest;

/**
 * A hundred thousand sessions begin while three masters fail over. Some have a user, some are large, some change their id, some are signed out, some
 * expire unused. Then the test compares each key of each master and each event with what was done. Runs in the profile topologies.
 */
@Tag("topology")
class ManySessionsTopology {

    @RegisterExtension
    static final RealCluster REDIS = RealCluster.withReplicas();

    private static final int SESSIONS = 100_000;
    private static final int THREADS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String USERS = "vedfolnir:user:*";
    /** In ms. The rest is due after half an hour. */
    private static final long LONGER_THAN_SHORT = Duration.ofMinutes(2).toMillis();

    private static final Duration OFTEN = Duration.ofMillis(100);
    /** Time before the master was suspended; longer than the lag of a healthy replica. */
    private static final long LAG = Duration.ofSeconds(1).toNanos();

    private final List<RedisStore> stores = List.of(store("one"), store("two"));
    private final ManySessions sessions = new ManySessions();
    private final List<Loss> losses = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final DeliveredEvents events = new DeliveredEvents(stores.get(0).events());
    private final List<Future<?>> tending = new ArrayList<>();
    private volatile boolean over;

    /** A node with the default settings, enough room for all events, and a short touch interval. */
    private static RedisStore store(String node) {
        return StoreOf.configuration(REDIS.configuration(), node, Duration.ofSeconds(60), 256 << 20);
    }

    /** The background work of a node. */
    @BeforeEach
    void tend() {
        for (var store : stores) {
            repeat(() -> expire(store) > 0);
            repeat(() -> {
                store.diagnostics().diagnose();
                store.index().renew((id, document) -> sessions.owner(id));
                return false;
            });
        }
        repeat(() -> events.read() > 0);
    }

    private int expire(RedisStore store) {
        var begin = System.nanoTime();
        var expired = store.sessions().expire(200, sessions::expired);
        expired.forEach(each -> sessions.ofId(each.id().value()).orElseThrow().changed(begin));
        return expired.size();
    }

    /** Repeats until nothing is left to do, and once more a little later. */
    private void repeat(Callable<Boolean> work) {
        tending.add(threads.submit(() -> {
            while (!over) {
                try {
                    if (!work.call()) {
                        LockSupport.parkNanos(OFTEN.toNanos());
                    }
                } catch (StoreUnavailableException e) {
                    LockSupport.parkNanos(OFTEN.toNanos());
                }
            }
            return null;
        }));
    }

    @AfterEach
    void close() {
        over = true;
        threads.shutdownNow();
        stores.forEach(RedisStore::close);
    }

    @Test
    void keepsEachSessionAndEachEndOverThreeFailovers() throws Exception {
        var load = load();
        when(SESSIONS / 5, load);
        lose(RedisProcess::kill);
        when(SESSIONS / 2, load);
        lose(RedisProcess::pause);
        when(SESSIONS * 3 / 4, load);
        REDIS.operator().failOver(REDIS.facts().masters().get(2));
        REDIS.awaitWhole();
        load.join();

        awaitRest();
        assertThat(tending).as("failed background work").noneMatch(Future::isDone);
        var check = new ManySessionsCheck(sessions, events, losses).of(REDIS.keys());
        System.out.printf(
                "%d sessions begun, %d live, %d times refused; %s; taken back by replication %s%n",
                sessions.begun(), check.live(), sessions.refusals(), events.summary(), check.taken());
        check.checkHandles(stores.get(1));
        assertThat(check.wrong()).isEmpty();
        assertThat(events.others()).as("gaps").isZero();
        awaitUsers(check.idsOfUsers());
    }

    private CompletableFuture<Void> load() {
        return CompletableFuture.allOf(IntStream.range(0, THREADS)
                .mapToObj(each -> new ManySessionsLoad(stores.get(each % stores.size()), sessions, each * SESSIONS))
                .map(each -> CompletableFuture.runAsync(() -> each.until(SESSIONS), threads))
                .toArray(CompletableFuture[]::new));
    }

    private void when(int begun, CompletableFuture<Void> load) throws Exception {
        Eventually.within(PATIENCE, () -> sessions.begun() >= begun || load.isDone());
    }

    private interface Fault {
        void happenTo(RedisProcess master) throws Exception;
    }

    private void lose(Fault fault) throws Exception {
        var master = REDIS.facts().masters().get(0);
        var replica = REDIS.facts().replicaOf(master);
        var shards = shardsOf(master);
        var begin = System.nanoTime();
        fault.happenTo(master);
        REDIS.operator().awaitPromoted(replica);
        losses.add(new Loss(shards, begin - LAG, System.nanoTime()));
        REDIS.operator().restore();
    }

    private static Set<Integer> shardsOf(RedisProcess master) {
        var slots = REDIS.facts().slots(master);
        return Shards.of(true)
                .all()
                .filter(shard -> slots.contains(REDIS.facts().slot(anyKeyOf(shard))))
                .boxed()
                .collect(Collectors.toSet());
    }

    private static String anyKeyOf(int shard) {
        return new String(Shards.of(true).keys(RedisSettingsTest.of("/"), shard).expiries(), StandardCharsets.UTF_8);
    }

    /** Waits until all short sessions have expired and all events are read. */
    private static void awaitRest() throws Exception {
        Eventually.within(
                PATIENCE,
                () -> REDIS.keys().count("vedfolnir:expiries*", System.currentTimeMillis() + LONGER_THAN_SHORT) == 0);
        Eventually.within(PATIENCE, () -> REDIS.keys().events().isEmpty());
    }

    /** A user's index may be on another master than the session: the sweep restores it. A dead session may be listed until the index is read. */
    private void awaitUsers(Map<String, Set<String>> live) throws Exception {
        Eventually.within(PATIENCE, () -> missing(live) == 0);
        var dead = 0;
        for (var index : REDIS.keys().sets(USERS).entrySet()) {
            var user = index.getKey().substring(USERS.length() - 1);
            for (var id : index.getValue()) {
                assertThat(sessions.ofId(id))
                        .as("%s of %s", id, user)
                        .hasValueSatisfying(session -> assertThat(session.user).isEqualTo(user));
                dead += live.getOrDefault(user, Set.of()).contains(id) ? 0 : 1;
            }
        }
        System.out.printf("users' indexes: all live sessions, and %d dead ones%n", dead);
    }

    private static long missing(Map<String, Set<String>> live) {
        var indexes = REDIS.keys().sets(USERS);
        return live.entrySet().stream()
                .mapToLong(each -> {
                    var left = new HashSet<>(each.getValue());
                    indexes.getOrDefault(USERS.substring(0, USERS.length() - 1) + each.getKey(), List.of())
                            .forEach(left::remove);
                    return left.size();
                })
                .sum();
    }
}
