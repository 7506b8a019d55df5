package org.vedfolnir.session.store.redis.execution;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.WriteRedisConnectionException;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.client.LastConnectionFailure;
import org.vedfolnir.session.store.redis.client.RedisCredentialsResolver;
import org.vedfolnir.session.store.redis.client.ReplicaAck;
import org.vedfolnir.session.store.redis.health.AllRefusals;
import org.vedfolnir.session.store.redis.health.ReplicaAckMonitor;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * Sends scripts to Redis, each within its deadline, and stops for a while to ask one that does not answer. A Redis that answers with an error
 * which concerns one command serves: that command fails, and nothing else waits. Thread-safe.
 */
public final class ScriptRunner {

    private final RedisTopology topology;
    private final RedisSettings settings;
    private final Dispatcher dispatcher;
    private final ReplicaAckMonitor replicas;
    private final HealthProbe probe;

    public ScriptRunner(
            RedisTopology topology,
            RedisSettings settings,
            RedisCredentialsResolver credentials,
            LastConnectionFailure trouble) {
        this.topology = topology;
        this.settings = settings;
        this.dispatcher = new Dispatcher(topology, settings, credentials, trouble);
        this.replicas = new ReplicaAckMonitor(settings.said(), System::nanoTime);
        this.probe = new HealthProbe(topology, settings, dispatcher, replicas);
    }

    /** Nothing is sent any more. */
    public void close() {
        topology.leave();
        replicas.close();
    }

    /** What no replica takes. */
    public ReplicaAckMonitor replicas() {
        return replicas;
    }

    /** What Redis refuses. */
    public AllRefusals refusals() {
        return new AllRefusals(topology.refusals());
    }

    /** Finds out, in the background, whether each Redis serves. */
    public HealthProbe probe() {
        return probe;
    }

    /** Runs a script that may be run twice: when its answer does not come, it is sent once more. */
    public Object executeIdempotent(ScriptCall call) {
        return execute(call).value();
    }

    /** The same, for a caller that must know whether it was sent once more. */
    public ScriptReply execute(ScriptCall call) {
        return run(call, 2, 0);
    }

    /** Runs a script that may be run twice, and waits until a replica has what it wrote, within the same time. */
    public ScriptReply executeReplicated(ScriptCall call) {
        return run(call, 2, settings.commandTimeout().toMillis());
    }

    /** Runs a script that must not be run twice. */
    public Object executeOnce(ScriptCall call) {
        return run(call, 1, 0).value();
    }

    /** Runs scripts of several slots at once, in the time of one; each once at the most. Answers them in their order. */
    public List<Object> executeAll(List<ScriptCall> calls) {
        var came = executeEach(calls);
        for (var answer : came) {
            if (answer instanceof StoreUnavailableException failure) {
                throw failure;
            }
        }
        return came;
    }

    /** The same where each stands for itself: the {@link StoreUnavailableException} of one that failed is its answer. */
    public List<Object> executeEach(List<ScriptCall> calls) {
        var permits = new BreakerPermits();
        try {
            var until = dispatcher.deadline();
            var sent = calls.stream().map(call -> sent(call, permits)).toList();
            // while the first is waited for, the others have their time too: it is seen which Redis answered
            return sent.stream().map(each -> answer(each, permits, until)).toList();
        } finally {
            permits.settle();
        }
    }

    /** @param unsent why not; then there is no answer to wait for */
    private record Sent(
            Delivery delivery,
            CompletableFuture<Object> answer,
            @Nullable StoreUnavailableException unsent) {}

    private Sent sent(ScriptCall call, BreakerPermits permits) {
        var delivery = new Delivery(topology, call, false, 0);
        try {
            return new Sent(delivery, delivery.to(dispatcher.first(delivery, permits, null)), null);
        } catch (StoreUnavailableException e) {
            return new Sent(delivery, new CompletableFuture<>(), e);
        }
    }

    private Object answer(Sent sent, BreakerPermits permits, long until) {
        if (sent.unsent() != null) {
            return sent.unsent();
        }
        try {
            return dispatcher.await(sent.delivery(), sent.answer(), permits, until);
        } catch (DeliveryException e) {
            return dispatcher.failure(sent.delivery(), e, permits, true);
        } catch (StoreUnavailableException e) {
            return e;
        }
    }

    /** Which Redis has these keys, for people; empty when none has them at the moment. */
    public Optional<String> place(List<byte[]> keys) {
        return topology.of(keys).map(RedisMaster::place);
    }

    /** Sends them and waits for nothing: for what somebody else makes good when it is lost. */
    public void fireAndForget(List<ScriptCall> calls) {
        calls.forEach(call -> new Delivery(topology, call, false, 0).unattended(dispatcher.deadline()));
    }

    /** @param waits as in {@link Delivery} */
    private ScriptReply run(ScriptCall call, int tries, long waits) {
        var permits = new BreakerPermits();
        try {
            return run(call, tries, waits, permits);
        } finally {
            permits.settle();
        }
    }

    private ScriptReply run(ScriptCall call, int tries, long waits, BreakerPermits permits) {
        var until = dispatcher.deadline();
        RedisMaster silent = null;
        Throwable last = null;
        for (var left = tries; ; left--) {
            var delivery = new Delivery(topology, call, last != null && !connectionLost(last), waits);
            var to = dispatcher.first(delivery, permits, silent);
            try {
                var value = dispatcher.await(delivery, delivery.to(to), permits, until);
                return new ScriptReply(
                        value, last != null, copied(delivery), delivery.at().place());
            } catch (DeliveryException e) {
                var failure = dispatcher.failure(delivery, e, permits, last == null);
                if (failure instanceof StoreRefusedException
                        || e.redirected()
                        || left == 1
                        || System.nanoTime() - until >= 0) {
                    throw failure;
                }
                silent = delivery.at();
                last = e.reason();
            }
        }
    }

    /** The script has been run, so whatever keeps a replica from having it does not fail it. */
    private ReplicaAck copied(Delivery delivery) {
        if (delivery.waits() == 0) {
            return ReplicaAck.NOT_ASKED;
        }
        var copied = dispatcher.copied(delivery);
        replicas.note(delivery.at().place(), copied);
        return copied;
    }

    /** A new connection to the same Redis may do; the others may be as dead as the one that was tried. */
    private static boolean connectionLost(Throwable cause) {
        return cause instanceof RedisConnectionException || cause instanceof WriteRedisConnectionException;
    }

    /** For an operation whose outcome nobody knows. */
    public StoreUnavailableException unavailable() {
        return dispatcher.unavailable(null);
    }
}
