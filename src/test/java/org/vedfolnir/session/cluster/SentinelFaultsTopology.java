package org.vedfolnir.session.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.cluster.Ledger.Wrong;
import org.vedfolnir.session.cluster.Visitors.Load;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.store.redis.Moments;
import org.vedfolnir.session.store.redis.RealSentinels;
import org.vedfolnir.session.store.redis.RedisProbe;
import org.vedfolnir.session.store.redis.RedisProcess;

/** Faults of a master with two replicas behind three Sentinels while visitors use two nodes. Runs in the profile topologies. */
@Tag("topology")
class SentinelFaultsTopology {

    @RegisterExtension
    static final RealSentinels REDIS = new RealSentinels();

    private static final Duration AWAY = Duration.ofSeconds(4);

    private static NodePair pair;

    @BeforeAll
    static void start() throws Exception {
        pair = NodePair.over(REDIS.configuration(), KeyRing.generate(), manager -> {});
    }

    @AfterAll
    static void stop() throws Exception {
        pair.close();
    }

    @BeforeEach
    void empty() {
        REDIS.master().ask("FLUSHALL");
    }

    @AfterEach
    void restore() throws Exception {
        REDIS.restore();
    }

    enum Fault {
        KILL {
            @Override
            void happen(Moments excused) throws Exception {
                var master = REDIS.master();
                master.kill();
                REDIS.awaitOtherThan(master);
                LockSupport.parkNanos(AWAY.toNanos());
                REDIS.restore();
            }
        },
        FREEZE {
            @Override
            void happen(Moments excused) throws Exception {
                var master = REDIS.master();
                master.pause();
                REDIS.awaitOtherThan(master);
                LockSupport.parkNanos(AWAY.toNanos());
                REDIS.restore();
            }
        },
        /** No Sentinel is left that could choose a master, and none is needed. */
        ALL_SENTINELS_DEAD {
            @Override
            void happen(Moments excused) throws Exception {
                REDIS.sentinels().forEach(RedisProcess::kill);
                LockSupport.parkNanos(AWAY.toNanos());
                REDIS.restore();
            }
        },
        /** A single Sentinel cannot choose a master: requests are answered 503 until the others return. */
        MASTER_DEAD_WITH_TWO_SENTINELS {
            @Override
            void happen(Moments excused) throws Exception {
                var master = REDIS.master();
                REDIS.sentinels().stream().skip(1).forEach(RedisProcess::kill);
                master.kill();
                LockSupport.parkNanos(AWAY.toNanos());
                for (var sentinel :
                        REDIS.sentinels().subList(1, REDIS.sentinels().size())) {
                    sentinel.start();
                }
                REDIS.awaitOtherThan(master);
                REDIS.restore();
            }
        };

        abstract void happen(Moments excused) throws Exception;
    }

    static Stream<Arguments> cases() {
        return Arrays.stream(Fault.values())
                .flatMap(fault -> Arrays.stream(Load.values()).map(load -> Arguments.of(fault, load)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void losesNothingAndServesAllVisitorsAgainSoon(Fault fault, Load load) throws Exception {
        FaultReport.of("sentinel " + fault, pair, load, REDIS.keys(), probe(), fault::happen)
                .assertNothingIsWrong()
                .assertRecovery()
                .assertKeysAreWhole();
    }

    /** Until Sentinel has demoted the old master, that one accepts writes, which are lost, sign-outs too. Nothing worse happens. */
    @Test
    void losesOnlyTheLastWritesIfSentinelReplacesALiveMaster() throws Exception {
        FaultReport.of("sentinel FAILOVER", pair, Load.MIXED, REDIS.keys(), probe(), excused -> {
                    REDIS.failOver();
                    REDIS.awaitWhole();
                })
                .assertNothingIsWrongBut(Wrong.LOST, Wrong.RESURRECTED)
                .assertRecovery();
    }

    /** It acts as the master until Sentinel has demoted it, and nodes that do not know the new one either write to it. */
    @Test
    void losesOnlyTheLastWritesIfASuspendedMasterResumesAfterItsReplacement() throws Exception {
        FaultReport.of("sentinel FREEZE, back at once", pair, Load.CREATIONS, REDIS.keys(), probe(), excused -> {
                    var master = REDIS.master();
                    master.pause();
                    REDIS.awaitOtherThan(master);
                    REDIS.restore();
                })
                .assertNothingIsWrongBut(Wrong.LOST, Wrong.RESURRECTED)
                .assertRecovery();
    }

    private static RedisProbe probe() {
        return RedisProbe.at(REDIS::serving, "probe");
    }
}
