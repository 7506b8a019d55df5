package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.cluster.Visitors.Load;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.ClusterOperator.Pace;
import org.vedfolnir.session.store.redis.Moments;
import org.vedfolnir.session.store.redis.RealCluster;
import org.vedfolnir.session.store.redis.RedisProbe;
import org.vedfolnir.session.store.redis.RedisProcess;
import org.vedfolnir.session.store.redis.StoredKeys.Scanned;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Crowd;

/** Faults of a Redis Cluster while visitors use two nodes. Runs in the profile topologies. */
@Tag("topology")
class ClusterFaultsTopology {

    @RegisterExtension
    static final RealCluster REDIS = RealCluster.withReplicas();

    private static final Pace SLOW =
            () -> LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    private static final int MANY = 300;
    private static final Duration LESS_THAN_THE_NODE_TIMEOUT = Duration.ofMillis(1500);

    private static NodePair plain;
    private static NodePair sealed;

    @BeforeAll
    static void start() throws Exception {
        plain = NodePair.over(REDIS.configuration(), "", manager -> {});
        sealed = NodePair.over(REDIS.configuration(), KeyRing.generate(), manager -> {});
    }

    @AfterAll
    static void stop() throws Exception {
        plain.close();
        sealed.close();
    }

    @BeforeEach
    void empty() throws Exception {
        plain.awaitServing();
        sealed.awaitServing();
        REDIS.facts().masters().forEach(master -> master.ask("FLUSHALL"));
    }

    @AfterEach
    void restore() throws Exception {
        REDIS.operator().restore();
    }

    /** A fault of the master of some slots, or of the slots. */
    enum Fault {
        KILL {
            @Override
            void happen(RedisProcess master, Moments excused) throws Exception {
                var replica = REDIS.facts().replicaOf(master);
                master.kill();
                REDIS.operator().awaitPromoted(replica);
                REDIS.operator().restore();
            }
        },
        /** Longer than the node timeout: it returns as a replica. */
        FREEZE {
            @Override
            void happen(RedisProcess master, Moments excused) throws Exception {
                var replica = REDIS.facts().replicaOf(master);
                master.pause();
                REDIS.operator().awaitPromoted(replica);
                REDIS.operator().restore();
            }
        },
        SHORT_FREEZE {
            @Override
            void happen(RedisProcess master, Moments excused) throws Exception {
                master.pause();
                LockSupport.parkNanos(LESS_THAN_THE_NODE_TIMEOUT.toNanos());
                master.resume();
            }
        },
        GRACEFUL {
            @Override
            void happen(RedisProcess master, Moments excused) throws Exception {
                REDIS.operator().failOver(master);
                REDIS.awaitWhole();
            }
        },
        KILLED_REPLICA {
            @Override
            void happen(RedisProcess master, Moments excused) throws Exception {
                REDIS.facts().replicaOf(master).kill();
                REDIS.operator().restore();
            }
        },
        FAST_RESHARD {
            @Override
            void happen(RedisProcess master, Moments excused) {
                thereAndBack(master, other(master), MANY, Pace.FAST, excused);
            }
        },
        SLOW_RESHARD {
            @Override
            void happen(RedisProcess master, Moments excused) {
                thereAndBack(master, other(master), MANY, SLOW, excused);
            }
        },
        MASTER_ADDED_AND_REMOVED {
            @Override
            void happen(RedisProcess master, Moments excused) throws Exception {
                var added = REDIS.operator().addMaster();
                thereAndBack(master, added, MANY, Pace.FAST, excused);
                REDIS.operator().remove(added);
            }
        };

        /** @param excused times in which a 503 is right, including those in which Redis itself rejects commands */
        abstract void happen(RedisProcess master, Moments excused) throws Exception;
    }

    private static RedisProcess other(RedisProcess master) {
        return REDIS.facts().masters().stream()
                .filter(each -> each != master)
                .findFirst()
                .orElseThrow();
    }

    /** Keys in a moving slot may be unavailable until they have arrived. */
    private static void thereAndBack(RedisProcess from, RedisProcess to, int count, Pace pace, Moments excused) {
        var begin = System.nanoTime();
        // slots with keys and slots without
        var slots = Stream.concat(withSessions(from), REDIS.facts().slots(from).stream())
                .distinct()
                .limit(count)
                .toList();
        REDIS.operator().move(slots, to, pace);
        REDIS.operator().move(slots, from, pace);
        excused.allSince(begin);
    }

    private static Stream<Integer> withSessions(RedisProcess master) {
        return REDIS.keys().all().stream()
                .filter(each -> each.at() == master && each.key().contains("session:"))
                .map(each -> REDIS.facts().slot(each.key()));
    }

    static Stream<Arguments> cases() {
        return Arrays.stream(Fault.values())
                .flatMap(fault -> Stream.of(
                        Arguments.of(fault, Load.MIXED, false),
                        Arguments.of(fault, Load.MIXED, true),
                        Arguments.of(fault, Load.CREATIONS, false)));
    }

    @ParameterizedTest(name = "{0}, {1}, sealed {2}")
    @MethodSource("cases")
    void losesNothingAndServesAllVisitorsAgainSoon(Fault fault, Load load, boolean seals) throws Exception {
        var master = REDIS.facts().masters().get(0);
        FaultReport.of(
                        fault + (seals ? ", sealed" : ""),
                        seals ? sealed : plain,
                        load,
                        REDIS.keys(),
                        probe(master),
                        excused -> fault.happen(master, excused))
                .assertNothingIsWrong()
                .assertRecovery()
                .assertKeysAreWhole();
    }

    private static RedisProbe probe(RedisProcess master) {
        var slots = REDIS.facts().slots(master);
        // one of the last slots, which do not move
        var key = Stream.iterate(0, each -> each + 1)
                .map(each -> "probe:" + each)
                .filter(each -> slots.indexOf(REDIS.facts().slot(each)) > MANY * 2)
                .findFirst()
                .orElseThrow();
        return RedisProbe.at(REDIS.facts()::serving, key);
    }

    /** When the master continues, either the new id or the old one is stored, never both. */
    @Test
    void leavesOneDocumentIfAMasterIsSuspendedDuringAnIdChange() throws Exception {
        var visitors = Stream.generate(Browser::new).limit(12).toList();
        visitors.forEach(
                each -> assertThat(each.get(plain.a(), "/create").statusCode()).isEqualTo(200));
        for (var master : REDIS.facts().masters()) {
            var there = visitors.stream()
                    .filter(each ->
                            REDIS.keys().session(each.id()).orElseThrow().at() == master)
                    .toList();
            master.pause();
            var changes = there.stream()
                    .map(each -> each.copy().later(plain.a(), "/rotate"))
                    .toList();
            changes.forEach(each -> assertThat(each.join().statusCode()).isEqualTo(503));
            master.resume();
            awaitAnswers(visitors);
        }
        Eventually.within(
                Duration.ofSeconds(10),
                () -> REDIS.keys().strings().stream()
                                .filter(Scanned::isDocument)
                                .count()
                        == visitors.size());
    }

    /** Waits for a response other than 503, whether the session still exists or not. */
    private static void awaitAnswers(List<Browser> visitors) throws Exception {
        for (var each : visitors) {
            Eventually.within(
                    Duration.ofSeconds(20),
                    () -> each.copy().get(plain.a(), "/get?name=user_id").statusCode() == 200);
        }
    }

    /** Ways to lose a shard for good. */
    enum Loss {
        KILLED,
        FROZEN
    }

    /** A master and its replica are gone, so that no server has their slots. Sessions of the other masters are read by many requests at once. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void servesTheSessionsOfOtherMastersWhileAShardIsLost(Loss loss) throws Exception {
        var lost = REDIS.facts().masters().get(0);
        var sessions = Stream.generate(Browser::new).limit(90).toList();
        sessions.forEach(each -> assertThat(
                        each.get(plain.a(), "/set?name=color&value=blue").statusCode())
                .isEqualTo(200));
        var others = sessions.stream()
                .filter(each -> REDIS.keys().session(each.id()).orElseThrow().at() != lost)
                .toList();
        assertThat(others).hasSizeBetween(30, 85);

        for (var each : List.of(REDIS.facts().replicaOf(lost), lost)) {
            if (loss == Loss.KILLED) {
                each.kill();
            } else {
                each.pause();
            }
        }
        var readers = 12;
        var reads = 150;
        var counts = new AtomicInteger();
        var asked = new AtomicInteger();
        Crowd.of(readers, reader -> IntStream.range(0, reads).forEach(i -> {
                    var visitor = sessions.get((reader * reads + i) % sessions.size());
                    var answer = visitor.copy().get(i % 2 == 0 ? plain.a() : plain.b(), "/get?name=color");
                    if (others.contains(visitor)) {
                        asked.incrementAndGet();
                        counts.addAndGet(
                                answer.statusCode() == 200 && answer.body().equals("blue") ? 1 : 0);
                    }
                }))
                .join();
        System.out.println(loss + ": of sessions of the other masters " + counts + " of " + asked + " were answered");
        assertThat(counts.get() * 100.0 / asked.get()).isGreaterThanOrEqualTo(99);
        // new sessions begin on the other masters
        var made = Stream.generate(Browser::new)
                .limit(30)
                .filter(each ->
                        each.get(plain.a(), "/set?name=color&value=blue").statusCode() == 200)
                .count();
        assertThat(made).as("new sessions of 30").isGreaterThanOrEqualTo(28);

        REDIS.operator().restore();
        for (var each : sessions) {
            Eventually.within(
                    Duration.ofSeconds(10),
                    () -> each.copy().get(plain.b(), "/get?name=color").body().equals("blue"));
        }
    }
}
