package org.vedfolnir.history;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.vedfolnir.session.store.redis.RealSentinels;
import redis.clients.jedis.Jedis;

/** A master with replicas behind Sentinels. */
final class SentinelServers implements Servers {

    private final RealSentinels sentinels = new RealSentinels();

    SentinelServers() throws Exception {
        sentinels.start();
    }

    @Override
    public String configuration() {
        return sentinels.configuration();
    }

    @Override
    public List<Jedis> clients() {
        return List.of(sentinels.master().client());
    }

    @Override
    public void kill() {
        sentinels.master().kill();
    }

    @Override
    public void restart() throws Exception {
        sentinels.restore();
    }

    @Override
    public void pause() throws Exception {
        sentinels.master().pause();
    }

    @Override
    public void resume() throws Exception {
        sentinels.restore();
    }

    @Override
    public void forgetScripts() {
        sentinels.serving().forEach(each -> each.ask("SCRIPT", "FLUSH"));
    }

    /**
     * The master dies when its replicas have everything that it acknowledged: Redis replies first, and writes acknowledged a moment before its death may be
     * lost. A master that Sentinel replaces on command loses more.
     */
    @Override
    public void failOver(long ms) throws Exception {
        var before = sentinels.master();
        before.ask("CLIENT", "PAUSE", "10000", "WRITE");
        before.awaitReplicas(RealSentinels.REPLICAS);
        before.kill();
        sentinels.awaitOtherThan(before);
        LockSupport.parkNanos(ms * 1_000_000);
        sentinels.restore();
    }

    @Override
    public void close() throws IOException {
        sentinels.stop();
    }
}
