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
 * Asks each Redis while nobody else may, so that it is said when one is away, refuses writes or has no replica, and when that is over. For background
 * threads.
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

    /** One try over each kind of connection, of which nothing is counted or logged: an outage must find both warm. */
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

    /** Whether it is known of some Redis that it does not serve, and was said. */
    public boolean isOneAway() {
        return topology.isOneAway();
    }

    /** Asks each Redis, and one that does not answer once more, which opens its circuit breaker. */
    public void probeAll() {
        if (topology.connecting() == null) {
            topology.all().forEach(this::probe);
        } else if (!answers(null)) {
            answers(null);
        }
    }

    private void probe(RedisMaster redis) {
        if (!answers(redis) && !redis.breaker().isOpen()) {
            answers(redis);
        }
    }

    /**
     * Tries a write that leaves nothing where every write was refused.
     *
     * @param keys what the keys of such writes begin with
     */
    public void probeWrites(String keys) {
        topology.all().stream().filter(each -> each.refusals().everyWrite()).forEach(each -> topology.key(keys, each)
                .ifPresent(key -> answers(NodeScripts.beat(key), each)));
    }

    /** @param redis null for whichever is found */
    private boolean answers(@Nullable RedisMaster redis) {
        return answers(NodeScripts.TIME, redis);
    }

    private boolean answers(ScriptCall call, @Nullable RedisMaster redis) {
        var permits = new BreakerPermits();
        var delivery = new Delivery(topology, call, false, 0);
        try {
            var to = redis == null ? dispatcher.first(delivery, permits, null) : redis;
            if (permits.admits(to)) {
                dispatcher.await(delivery, delivery.to(to), permits, dispatcher.deadline());
            }
            return true;
        } catch (DeliveryException e) {
            return failed(dispatcher.failure(delivery, e, permits, true));
        } catch (StoreUnavailableException e) {
            return failed(e);
        } finally {
            permits.settle();
        }
    }

    private static boolean failed(StoreUnavailableException failure) {
        LOG.log(System.Logger.Level.DEBUG, "Redis was tried in vain: {0}", failure.getMessage());
        return false;
    }

    /**
     * Asks each Redis whether a replica takes writes in time.
     *
     * @param keys one of each shard, which is written and left as if it were never there
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

    /** That Redis itself is away is found and said elsewhere. */
    private void probeReplica(String place, byte[] key) {
        var waits = settings.commandTimeout().toMillis();
        var delivery = new Delivery(topology, NodeScripts.beat(key), false, waits);
        try {
            if (reached(delivery)) {
                replicas.noteTrial(place, dispatcher.copied(delivery));
            }
        } catch (DeliveryException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "Redis at {0} was not asked for a replica: {1}", place, e.getMessage());
        }
    }
}
