package org.vedfolnir.session.store.redis.execution;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.WriteRedisConnectionException;
import org.vedfolnir.session.store.diagnosis.StoreServer;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.meter.StoreCount;
import org.vedfolnir.session.store.redis.client.LastConnectionFailure;
import org.vedfolnir.session.store.redis.client.RedisCredentialsResolver;
import org.vedfolnir.session.store.redis.client.ReplicaAck;
import org.vedfolnir.session.store.redis.health.AllRefusals;
import org.vedfolnir.session.store.redis.health.ReplicaAckMonitor;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.settings.RedisSettings;
import org.vedfolnir.session.store.redis.trace.CallSpan;
import org.vedfolnir.session.store.redis.trace.CallTracing;

/**
 * Sends scripts to Redis, each within its timeout, and pauses calls to a Redis that does not answer. If Redis replies
 * with an error that concerns one command, only that command fails. Thread-safe.
 */
public final class ScriptRunner {

    private final RedisTopology topology;
    private final RedisSettings settings;
    private final Dispatcher dispatcher;
    private final ReplicaAckMonitor replicas;
    private final HealthProbe probe;
    private final CallTracing tracing = CallTracing.available();

    public ScriptRunner(
            RedisTopology topology,
            RedisSettings settings,
            RedisCredentialsResolver credentials,
            LastConnectionFailure lastFailure) {
        this.topology = topology;
        this.settings = settings;
        this.dispatcher = new Dispatcher(topology, settings, credentials, lastFailure);
        this.replicas = new ReplicaAckMonitor(settings.deduplicator(), System::nanoTime);
        this.probe = new HealthProbe(topology, settings, dispatcher, replicas);
    }

    /** Call it after the last operation. */
    public void close() {
        topology.stopLogging();
        replicas.close();
    }

    /** Returns the monitor of replicas' acknowledgements. */
    public ReplicaAckMonitor replicas() {
        return replicas;
    }

    /** Returns the refusals of all servers. */
    public AllRefusals refusals() {
        return new AllRefusals(topology.refusals());
    }

    /** Returns the probe that checks each Redis in the background. */
    public HealthProbe probe() {
        return probe;
    }

    /** Runs an idempotent script: sends it once more if its reply does not arrive. */
    public Object executeIdempotent(ScriptCall call) {
        return execute(call).value();
    }

    /** Runs the same, for a caller that must know whether the script was sent once more. */
    public ScriptReply execute(ScriptCall call) {
        return run(call, 2, 0);
    }

    /** Runs an idempotent script, and waits until a replica has what it wrote, within the same time. */
    public ScriptReply executeReplicated(ScriptCall call) {
        return run(call, 2, settings.commandTimeout().toMillis());
    }

    /** Runs a script that is not idempotent. */
    public Object executeOnce(ScriptCall call) {
        return run(call, 1, 0).value();
    }

    /**
     * Runs scripts of several slots in parallel, in the time of one; sends each at most once. Returns the replies in
     * order.
     */
    public List<Object> executeAll(List<ScriptCall> calls) {
        var came = executeEach(calls);
        for (var answer : came) {
            if (answer instanceof StoreUnavailableException failure) {
                throw failure;
            }
        }
        return came;
    }

    /**
     * Runs the same with independent results: the {@link StoreUnavailableException} of a failed script takes the place
     * of its reply.
     */
    public List<Object> executeEach(List<ScriptCall> calls) {
        var permits = new BreakerPermits();
        try {
            var until = dispatcher.deadline();
            var sent = calls.stream().map(call -> sent(call, permits)).toList();
            // all replies arrive while this waits for the first one, so it is known which Redis answered
            return sent.stream().map(each -> answer(each, permits, until)).toList();
        } finally {
            permits.settle();
        }
    }

    /** @param unsent the reason why it was not sent; then there is no reply to wait for */
    private record Sent(
            Delivery delivery,
            CallSpan span,
            CompletableFuture<Object> answer,
            @Nullable StoreUnavailableException unsent) {}

    private Sent sent(ScriptCall call, BreakerPermits permits) {
        var delivery = new Delivery(topology, call, false, 0);
        var span = tracing.begin(call.script());
        try {
            return new Sent(delivery, span, delivery.to(dispatcher.first(delivery, permits, null)), null);
        } catch (StoreUnavailableException e) {
            return new Sent(delivery, span, new CompletableFuture<>(), e);
        }
    }

    private Object answer(Sent sent, BreakerPermits permits, long until) {
        var answer = answerOrFailure(sent, permits, until);
        if (answer instanceof StoreUnavailableException failure) {
            sent.span().failed(failure, settings.place());
        } else {
            sent.span().replied(sent.delivery().at().place());
        }
        return answer;
    }

    private Object answerOrFailure(Sent sent, BreakerPermits permits, long until) {
        if (sent.unsent() != null) {
            return sent.unsent();
        }
        try {
            return dispatcher.await(sent.delivery(), sent.answer(), permits, until);
        } catch (DeliveryException e) {
            return dispatcher.failure(sent.delivery(), e, permits);
        } catch (StoreUnavailableException e) {
            return e;
        }
    }

    /** Returns the known Redis servers, and whether they are called. */
    public List<StoreServer> servers() {
        var connecting = topology.connecting();
        if (connecting != null) {
            return List.of(new StoreServer(settings.place(), connecting.isOpen()));
        }
        // behind a Sentinel, a former master and its successor have one place
        var open = topology.known()
                .collect(Collectors.toMap(
                        RedisMaster::place, each -> each.breaker().isOpen(), Boolean::logicalAnd, TreeMap::new));
        return open.entrySet().stream()
                .map(each -> new StoreServer(each.getKey(), each.getValue()))
                .toList();
    }

    /** Returns the place of the Redis that has these keys, for messages; empty if none has them at the moment. */
    Optional<String> place(List<byte[]> keys) {
        return topology.of(keys).map(RedisMaster::place);
    }

    /** Sends scripts without waiting, for writes that are repeated later if they are lost. */
    public void fireAndForget(List<ScriptCall> calls) {
        calls.forEach(call -> new Delivery(topology, call, false, 0).unattended(dispatcher.deadline()));
    }

    /** @param replicaWait as in {@link Delivery} */
    private ScriptReply run(ScriptCall call, int tries, long replicaWait) {
        var permits = new BreakerPermits();
        var span = tracing.begin(call.script());
        try {
            var reply = run(call, tries, replicaWait, permits);
            span.replied(reply.place());
            return reply;
        } catch (RuntimeException e) {
            span.failed(e, settings.place());
            throw e;
        } finally {
            permits.settle();
        }
    }

    private ScriptReply run(ScriptCall call, int tries, long replicaWait, BreakerPermits permits) {
        var until = dispatcher.deadline();
        RedisMaster silent = null;
        Throwable last = null;
        for (var left = tries; ; left--) {
            var delivery = new Delivery(topology, call, last != null && !connectionLost(last), replicaWait);
            var to = dispatcher.first(delivery, permits, silent);
            try {
                var value = dispatcher.await(delivery, delivery.to(to), permits, until);
                return new ScriptReply(
                        value, last != null, copied(delivery), delivery.at().place());
            } catch (DeliveryException e) {
                var failure = dispatcher.failure(delivery, e, permits);
                if (failure instanceof StoreRefusedException
                        || e.redirected()
                        || left == 1
                        || System.nanoTime() - until >= 0) {
                    throw failure;
                }
                settings.meter().count(StoreCount.RETRIED);
                silent = delivery.at();
                last = e.reason();
            }
        }
    }

    /** The script has been run, so a missing replica does not fail it. */
    private ReplicaAck copied(Delivery delivery) {
        if (delivery.replicaWait() == 0) {
            return ReplicaAck.NOT_ASKED;
        }
        var copied = dispatcher.copied(delivery);
        replicas.note(delivery.at().place(), copied);
        return copied;
    }

    /** A new connection to the same Redis may work; the others may be as dead as the one that was tried. */
    private static boolean connectionLost(Throwable cause) {
        return cause instanceof RedisConnectionException || cause instanceof WriteRedisConnectionException;
    }

    /** For an operation whose outcome is unknown. */
    public StoreUnavailableException unavailable() {
        return dispatcher.unavailable(null);
    }
}
