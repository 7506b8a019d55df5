package org.vedfolnir.run;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.redis.RealCluster;
import org.vedfolnir.session.store.redis.RealSentinels;
import org.vedfolnir.session.store.redis.RedisProcess;
import org.vedfolnir.session.store.redis.StoredKeys;

/** Several Redis of a test's own, of which one takes another's place. */
interface ChangingRedis extends AutoCloseable {

    /** As redissonConfig takes it. */
    String configuration();

    StoredKeys keys();

    /** A master. */
    RedisProcess master();

    /** Whether an orderly change loses nothing while people are at work. */
    boolean isOrderlyAtWork();

    /** An orderly failover of a master. Returns when all servers have their roles. */
    void failOver() throws Exception;

    /** Kills a master when its replicas have all acknowledged writes. No request may be in progress. */
    void crash() throws Exception;

    /** Returns when another server has replaced the killed one, and that one is back. */
    void awaitReplaced() throws Exception;

    @Override
    void close() throws IOException;

    final class OfCluster implements ChangingRedis {

        private final RealCluster redis = RealCluster.withReplicas();
        private @Nullable RedisProcess replica;

        OfCluster() throws Exception {
            redis.start();
        }

        @Override
        public String configuration() {
            return redis.configuration();
        }

        @Override
        public StoredKeys keys() {
            return redis.keys();
        }

        @Override
        public RedisProcess master() {
            return redis.facts().masters().get(0);
        }

        @Override
        public boolean isOrderlyAtWork() {
            return true;
        }

        @Override
        public void failOver() throws Exception {
            redis.operator().failOver(master());
            redis.awaitWhole();
        }

        @Override
        public void crash() throws Exception {
            var master = master();
            replica = redis.facts().replicaOf(master);
            master.awaitReplicas(1);
            master.kill();
        }

        @Override
        public void awaitReplaced() throws Exception {
            if (replica != null) {
                redis.operator().awaitPromoted(replica);
            }
            redis.operator().restore();
        }

        @Override
        public void close() throws IOException {
            redis.stop();
        }
    }

    final class OfSentinels implements ChangingRedis {

        private final RealSentinels redis = new RealSentinels();
        private @Nullable RedisProcess killed;

        OfSentinels() throws Exception {
            redis.start();
        }

        @Override
        public String configuration() {
            return redis.configuration();
        }

        @Override
        public StoredKeys keys() {
            return redis.keys();
        }

        @Override
        public RedisProcess master() {
            return redis.master();
        }

        /** The old master accepts writes until Sentinel has demoted it. */
        @Override
        public boolean isOrderlyAtWork() {
            return false;
        }

        @Override
        public void failOver() throws Exception {
            redis.failOver();
            redis.awaitWhole();
        }

        @Override
        public void crash() throws Exception {
            var master = master();
            killed = master;
            master.awaitReplicas(RealSentinels.REPLICAS);
            master.kill();
        }

        @Override
        public void awaitReplaced() throws Exception {
            if (killed != null) {
                redis.awaitOtherThan(killed);
            }
            redis.restore();
        }

        @Override
        public void close() throws IOException {
            redis.stop();
        }
    }
}
