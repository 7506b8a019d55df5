package org.vedfolnir.run.check;

import static org.vedfolnir.run.check.CheckReport.require;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.run.server.ManagedRedisCluster;
import org.vedfolnir.run.server.SupervisedRedis;

/** The failures on a Redis Cluster: the session's slot is migrated, and its master is lost twice. */
final class ClusterFaults implements ServerFaults {

    /** Redis needs two seconds to detect a failure, up to one to vote, and eight before it votes again. */
    private static final Duration FAILOVER = Duration.ofSeconds(30);

    private final CheckReport report;
    private final ManagedRedisCluster cluster;
    private final DataProbe data;
    private final SurvivingSession session;
    private final List<String> nodes;
    private final String b;
    private @Nullable SupervisedRedis lost;

    /** @param nodes the addresses of A and B */
    ClusterFaults(
            CheckReport report,
            ManagedRedisCluster cluster,
            DataProbe data,
            SurvivingSession session,
            List<String> nodes) {
        this.report = report;
        this.cluster = cluster;
        this.data = data;
        this.session = session;
        this.nodes = nodes;
        this.b = nodes.get(1);
    }

    @Override
    public void onBothNodes() {
        report.step("move the slot of the session to another master", this::move);
    }

    @Override
    public void onB() {
        report.step("stop the master of the session (SIGSTOP)", this::suspend);
        report.step("wait until its replica serves", this::takeOver);
        report.step("let that master continue", this::resume);
        report.step("kill the new master with -9", this::kill);
        report.step("wait until it is back", this::awaitReturn);
    }

    private String move() throws Exception {
        var key = data.key(session.id());
        var slot = cluster.slot(key);
        var from = cluster.masterOf(slot);
        var to = cluster.masters().stream()
                .filter(master -> master != from)
                .findFirst()
                .orElseThrow();
        var move = new SlotMigration(cluster, slot, from, to);
        move.begin();
        requireOnBoth();
        move.moveKeys();
        requireOnBoth();
        move.end();
        requireOnBoth();
        require(
                cluster.masterOf(slot) == to,
                "it is on " + cluster.masterOf(slot).place().title());
        require(data.exists(session.id()), "the document is missing");
        return "slot %d moved from %s to %s; signed in on both before, meanwhile and after"
                .formatted(slot, from.place().title(), to.place().title());
    }

    private void requireOnBoth() throws Exception {
        for (var node : nodes) {
            session.requireOn(node);
        }
    }

    private SupervisedRedis master() {
        return cluster.masterOf(cluster.slot(data.key(session.id())));
    }

    private String suspend() throws Exception {
        var master = master();
        lost = master;
        master.suspend();
        return master.place().title() + ": " + session.requireOutageOn(b);
    }

    private String takeOver() throws Exception {
        var took = session.awaitOn(b, FAILOVER);
        return master().place().title() + " is the master; still signed in, after " + took + " ms";
    }

    private String resume() throws Exception {
        var master = lost();
        master.resume();
        return awaitReplica(master);
    }

    private String kill() throws Exception {
        var master = master();
        lost = master;
        master.kill();
        var took = session.awaitOn(b, FAILOVER);
        require(DataProbe.within(FAILOVER, () -> master() != master), "no replica replaced it");
        return "%s is dead, %s is the master; still signed in, after %d ms"
                .formatted(master.place().title(), master().place().title(), took);
    }

    private String awaitReturn() throws Exception {
        return awaitReplica(lost());
    }

    private String awaitReplica(SupervisedRedis server) throws Exception {
        require(DataProbe.within(FAILOVER, () -> cluster.isReplica(server)), "it did not become a replica");
        session.requireOn(b);
        return server.place().title() + " is a replica now; still signed in";
    }

    private SupervisedRedis lost() {
        require(lost != null, "no master was lost");
        return Objects.requireNonNull(lost);
    }
}
