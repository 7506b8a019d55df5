package org.vedfolnir.history;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.redis.ClusterOperator.Pace;
import org.vedfolnir.session.store.redis.RealCluster;
import org.vedfolnir.session.store.redis.RedisProcess;
import redis.clients.jedis.Jedis;

/** A Redis Cluster. Faults affect a master that the seed chooses. */
final class ClusterServers implements Servers {

    private static final Pace SLOW =
            () -> LockSupport.parkNanos(Duration.ofMillis(10).toNanos());

    private final RealCluster cluster = RealCluster.withReplicas();
    private final Random random;
    private @Nullable RedisProcess paused;

    ClusterServers(long seed) throws Exception {
        random = new Random(seed);
        cluster.start();
    }

    @Override
    public String configuration() {
        return cluster.configuration();
    }

    @Override
    public List<Jedis> clients() {
        return cluster.facts().masters().stream().map(RedisProcess::client).toList();
    }

    private RedisProcess any() {
        return one(cluster.facts().masters());
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @Override
    public void kill() {
        any().kill();
    }

    @Override
    public void restart() throws Exception {
        cluster.operator().restore();
    }

    @Override
    public void pause() throws Exception {
        paused = any();
        paused.pause();
    }

    /**
     * A replaced master stays suspended: until it learned of its replacement, it would act as a master for some ms and acknowledge writes that are lost,
     * which Redis Cluster allows.
     */
    @Override
    public void resume() throws Exception {
        if (paused != null && cluster.facts().isSuspected(paused)) {
            paused.kill();
        }
        paused = null;
        cluster.operator().restore();
    }

    @Override
    public void forgetScripts() {
        cluster.facts().masters().forEach(each -> each.ask("SCRIPT", "FLUSH"));
    }

    @Override
    public void failOver(long ms) throws Exception {
        cluster.operator().failOver(any());
        cluster.awaitWhole();
    }

    @Override
    public void reshard(long ms) {
        var end = System.nanoTime() + Duration.ofMillis(ms).toNanos();
        while (System.nanoTime() < end) {
            var sessions = cluster.keys().all().stream()
                    .filter(each -> each.key().contains("session:"))
                    .toList();
            if (sessions.isEmpty()) {
                return;
            }
            var slot = cluster.facts().slot(one(sessions).key());
            move(slot);
        }
    }

    private void move(int slot) {
        var from = cluster.facts().masterOf(slot);
        var others =
                cluster.facts().masters().stream().filter(each -> each != from).toList();
        cluster.operator().move(List.of(slot), one(others), SLOW);
    }

    @Override
    public void close() throws IOException {
        cluster.stop();
    }
}
