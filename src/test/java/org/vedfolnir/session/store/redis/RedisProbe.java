package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A plain client that sets one key again and again, independent of the product. While no server accepts the key, Redis itself is unavailable.
 */
public final class RedisProbe implements AutoCloseable {

    private static final Duration EACH = Duration.ofMillis(20);
    private static final int TIMEOUT_MS = 100;

    private final Supplier<List<RedisProcess>> processes;
    private final String key;
    private final Moments failures = new Moments();
    private final Thread thread = new Thread(this::run, "probe");
    private volatile boolean over;

    private RedisProbe(Supplier<List<RedisProcess>> processes, String key) {
        this.processes = processes;
        this.key = key;
    }

    /**
     * @param processes the candidates for the master
     * @param key on a Cluster, in the observed slot
     */
    public static RedisProbe at(Supplier<List<RedisProcess>> processes, String key) {
        var probe = new RedisProbe(processes, key);
        probe.thread.setDaemon(true);
        probe.thread.start();
        return probe;
    }

    private void run() {
        while (!over) {
            if (processes.get().stream().noneMatch(this::serves)) {
                failures.now();
            }
            LockSupport.parkNanos(EACH.toNanos());
        }
    }

    private boolean serves(RedisProcess process) {
        try (var client = new Jedis("127.0.0.1", process.port(), TIMEOUT_MS)) {
            return client.set(key, "1").equals("OK");
        } catch (JedisException e) {
            return false; // or another one does
        }
    }

    public Moments failures() {
        return failures;
    }

    @Override
    public void close() {
        over = true;
    }
}
