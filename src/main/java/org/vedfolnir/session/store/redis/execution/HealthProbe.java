package org.vedfolnir.session.store.redis.execution;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.health.ReplicaAckMonitor;
import org.vedfolnir.session.store.redis.script.NodeScripts;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * Probes each Redis independently of requests, so that the log shows when one is away, rejects writes or has no
 * replica, and when that is over. For background threads.
 */
public final class HealthProbe {

    private static final System.Logger LOG = System.getLogger(HealthProbe.class.getName());

    private final RedisTopology topology;
    private final RedisSettings settings;
    private final Dispatcher dispatcher;
    private final ReplicaAckMonitor replicas;

    HealthProbe(RedisTopology topology, RedisSettings settings, Dispatcher dispatcher, ReplicaAckMonitor replicas) {
        this.topology = topology;
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.replicas = replicas;
    }

    /**
     * Tries each kind of connection without recording or logging the result, so that both are warm when an outage
     * begins.
     */
    public boolean warmUp(ScriptCall call) {
        try {
            return reached(new Delivery(topology, call, false, 0)) && reached(new Delivery(topology, call, true, 0));
        } catch (DeliveryException | RuntimeException e) {
            return false;
        }
    }

    private boolean reached(Delivery delivery) throws DeliveryException {
        var to = topology.of(delivery.call().keys());
        if (to.isPresent()) {
            dispatcher.await(delivery, delivery.to(to.get()), new BreakerPermits(), dispatcher.deadline());
        }
        return to.isPresent();
    }

    /** Whether some Redis is known, and logged, not to serve. */
    public boolean isOneAway() {
        return topology.isOneAway();
    }

    /** Probes each Redis, and a silent one once more, which opens its circuit breaker. */
    public void probeAll() {
        if (topology.connecting() == null) {
            topology.all().forEach(this::probe);
        } else if (!probeOnce(null)) {
            probeOnce(null);
        }
    }

    private void probe(RedisMaster redis) {
        if (!probeOnce(redis) && !redis.breaker().isOpen()) {
            probeOnce(redis);
        }
    }

    /**
     * Tries a write without a lasting effect on each Redis that rejected every write.
     *
     * @param keys prefix of the keys of such writes
     */
    public void probeWrites(String keys) {
        topology.all().stream().filter(each -> each.refusals().everyWrite()).forEach(each -> topology.key(keys, each)
                .ifPresent(key -> probeOnce(NodeScripts.beat(key), each)));
    }

    /** @param redis null for any */
    private boolean probeOnce(@Nullable RedisMaster redis) {
        return probeOnce(NodeScripts.TIME, redis);
    }

    private boolean probeOnce(ScriptCall call, @Nullable RedisMaster redis) {
        var permits = new BreakerPermits();
        var delivery = new Delivery(topology, call, false, 0);
        try {
            var to = redis == null ? dispatcher.first(delivery, permits, null) : redis;
            if (permits.admits(to)) {
                dispatcher.await(delivery, delivery.to(to), permits, dispatcher.deadline());
            }
            return true;
        } catch (DeliveryException e) {
            return logFailure(dispatcher.failure(delivery, e, permits));
        } catch (StoreUnavailableException e) {
            return logFailure(e);
        } finally {
            permits.settle();
        }
    }

    private static boolean logFailure(StoreUnavailableException failure) {
        LOG.log(System.Logger.Level.DEBUG, "A probe of Redis failed: {0}", failure.getMessage());
        return false;
    }

    /**
     * Probes whether a replica of each Redis confirms writes in time.
     *
     * @param keys one of each shard, which is written and restored to its former state
     */
    public void probeReplicas(List<byte[]> keys) {
        var tried = new HashSet<String>();
        for (var key : keys) {
            var place = topology.of(List.of(key)).map(RedisMaster::place);
            if (place.isPresent() && tried.add(place.get())) {
                probeReplica(place.get(), key);
            }
        }
        replicas.retain(tried);
    }

    /** An outage of Redis itself is detected and logged elsewhere. */
    private void probeReplica(String place, byte[] key) {
        var replicaWait = settings.commandTimeout().toMillis();
        var delivery = new Delivery(topology, NodeScripts.beat(key), false, replicaWait);
        try {
            if (reached(delivery)) {
                replicas.noteProbe(place, dispatcher.copied(delivery));
            }
        } catch (DeliveryException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "The replica of Redis at {0} was not probed:" + " {1}",
                    place,
                    e.getMessage());
        }
    }
}
