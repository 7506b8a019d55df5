package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.cluster.Visitors.Load;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.store.redis.Certificates;
import org.vedfolnir.session.store.redis.ClusterOperator.Pace;
import org.vedfolnir.session.store.redis.RealCluster;
import org.vedfolnir.session.store.redis.RedisProbe;
import org.vedfolnir.testing.TestFolders;

/** A Redis Cluster with TLS, and nodes with no more rights than they need. Runs in the profile topologies. */
@Tag("topology")
class SecuredClusterTopology {

    private static final Certificates CERTIFICATES = certificates();

    @RegisterExtension
    static final RealCluster REDIS = cluster();

    private static Certificates certificates() {
        try {
            return new Certificates(TestFolders.make("vedfolnir-certificates"));
        } catch (Exception e) {
            throw new AssertionError("No certificates could be made.", e);
        }
    }

    private static RealCluster cluster() {
        try {
            return RealCluster.withTlsAndLeastRights(
                    CERTIFICATES, CERTIFICATES.certificate("server.pem", "ip:127.0.0.1"));
        } catch (Exception e) {
            throw new AssertionError("No certificate could be made.", e);
        }
    }

    @Test
    void survivesAFailoverAndAReshardWithTlsAndLeastRights() throws Exception {
        var operator = REDIS.operator();
        try (var pair = NodePair.over(
                REDIS.configuration(),
                KeyRing.generate(),
                manager -> manager.setRedisTrustStore(CERTIFICATES.authority().toString()))) {
            FaultReport.of("TLS and ACL", pair, Load.MIXED, REDIS.keys(), probe(), excused -> {
                        var begin = System.nanoTime();
                        var to = operator.failOver(REDIS.facts().masters().get(0));
                        REDIS.awaitWhole();
                        var from = REDIS.facts().masters().stream()
                                .filter(each -> each != to)
                                .findFirst()
                                .orElseThrow();
                        operator.move(REDIS.facts().slots(from).subList(0, 200), to, Pace.FAST);
                        excused.allSince(begin);
                    })
                    .assertNothingIsWrong()
                    .assertRecovery()
                    .assertKeysAreWhole();
        }
        assertThat(REDIS.facts().masters())
                .allMatch(each -> refusals(each.ask("ACL", "LOG")).isEmpty());
    }

    private static List<String> refusals(String log) {
        return log.lines().filter(line -> line.contains("vedfolnir")).toList();
    }

    private static RedisProbe probe() {
        return RedisProbe.at(REDIS.facts()::serving, "probe");
    }
}
