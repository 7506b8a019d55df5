package org.vedfolnir.benchmark.driver;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * What the contestants' Redis is.
 *
 * @param cluster three masters of a Redis Cluster instead of one Redis
 * @param tls whether they are asked over TLS
 */
record Topology(boolean cluster, boolean tls) {

    static final Topology PLAIN = new Topology(false, false);

    /** Those that take part where Redis is anything but one process without TLS. */
    static final List<String> CONTESTANTS = List.of(
            "vedfolnir-plain",
            Competitors.AGAINST,
            "vedfolnir-sealed",
            Competitors.STANDARD,
            Competitors.SPRING,
            "spring-session-indexed",
            Competitors.FLOOR);

    boolean plain() {
        return equals(PLAIN);
    }

    /** The same contestant, told where its Redis is; {@code {redis}} and {@code {certificate}} are filled in when its server starts. */
    Competitor of(Competitor competitor) {
        if (plain()) {
            return competitor;
        }
        if (!CONTESTANTS.contains(competitor.name())) {
            throw new WrongCommandException(competitor.name() + " does not take part in ./bench " + options()
                    + ". Leave it out of --contestants; these do: " + String.join(", ", CONTESTANTS));
        }
        var all = new LinkedHashMap<>(competitor.settings());
        if (competitor.managerJar().isPresent()) {
            if (cluster) {
                all.remove("redisUrl");
                all.put("redissonConfig", "{clusterServersConfig: {nodeAddresses: [\"{redis}\"]}}");
            }
            if (tls) {
                all.put("redisTrustStore", "{certificate}");
            }
        } else if (all.containsKey("redisUrl")) {
            if (cluster) {
                all.put("cluster", "true");
            }
            if (tls) {
                all.put("certificate", "{certificate}");
            }
        }
        return competitor.with(all);
    }

    String url(int port) {
        // a Redis Cluster has no numbered databases
        return (tls ? "rediss" : "redis") + "://127.0.0.1:" + port + (cluster ? "" : "/0");
    }

    /** As the report names it, behind Redis' version. */
    String words() {
        return (cluster ? " as a Redis Cluster of three masters" : "") + (tls ? " over TLS" : "");
    }

    private String options() {
        return cluster && tls ? "--cluster --tls" : cluster ? "--cluster" : "--tls";
    }
}
