package org.vedfolnir.session.store.redis.execution;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.WriteRedisConnectionException;
import org.vedfolnir.session.store.StoreRefusedException;
import org.vedfolnir.session.store.StoreUnavailableException;
import org.vedfolnir.session.store.redis.client.LastConnectionFailure;
import org.vedfolnir.session.store.redis.client.RedisCredentialsResolver;
import org.vedfolnir.session.store.redis.client.ReplicaAck;
import org.vedfolnir.session.store.redis.error.OutageExceptions;
import org.vedfolnir.session.store.redis.error.OutageReason;
import org.vedfolnir.session.store.redis.error.Refusal;
import org.vedfolnir.session.store.redis.health.AllRefusals;
import org.vedfolnir.session.store.redis.health.CircuitBreaker;
import org.vedfolnir.session.store.redis.health.ReplicaAckMonitor;
import org.vedfolnir.session.store.redis.script.Script;
import org.vedfolnir.session.store.redis.script.ScriptCall;
import org.vedfolnir.session.store.redis.settings.RedisSettings;

/**
 * Sends scripts to Redis, each within its deadline, and stops for a while to ask one that does not answer. A Redis that answers with an error
 * which concerns one command serves: that command fails, and nothing else waits. Thread-safe.
 */
public final class ScriptRunner {

    private static final System.Logger LOG = System.getLogger(ScriptRunner.class.getName());

    private final RedisTopology servers;
    private final RedisSettings settings;
    private final RedisCredentialsResolver credentials;
    private final LastConnectionFailure trouble;
    private final OutageExceptions outages;
    private final ReplyAwaiter answers;
    private final ReplicaAckMonitor replicas;

    public ScriptRunner(
            RedisTopology servers,
            RedisSettings settings,
            RedisCredentialsResolver credentials,
            LastConnectionFailure trouble) {
        this.trouble = trouble;
        this.servers = servers;
        this.credentials = credentials;
        this.settings = settings;
        this.outages = new OutageExceptions(settings);
        this.answers = new ReplyAwaiter(settings, credentials, outages);
        this.replicas = new ReplicaAckMonitor(settings.said(), System::nanoTime);
    }

    /** Nothing is sent any more. */
    public void close() {
        servers.leave();
        replicas.close();
    }

    /** What no replica takes. */
    public ReplicaAckMonitor replicas() {
        return replicas;
    }

    /** What Redis refuses. */
    public AllRefusals refusals() {
        return new AllRefusals(servers.refusals());
    }

    /** Whether it is known of some Redis that it does not serve, and was said. */
    public boolean isStopped() {
        return servers.isOneAway();
    }

    /**
     * Runs a script that may be run twice: when its answer does not come, it is sent once more.
     *
     * @param arguments byte arrays
     */
    public Object runTwice(Script script, List<byte[]> keys, Object... arguments) {
        return ask(script, keys, arguments).value();
    }

    /** The same, for a caller that must know whether it was sent once more. */
    public ScriptReply ask(Script script, List<byte[]> keys, Object... arguments) {
        return run(new ScriptCall(script, keys, arguments), 2);
    }

    /** Runs a script that may be run twice, and waits until a replica has what it wrote, within the same time. */
    public ScriptReply askAndWait(Script script, List<byte[]> keys, Object... arguments) {
        return run(waiting(script, keys, arguments), 2);
    }

    private ScriptCall waiting(Script script, List<byte[]> keys, Object... arguments) {
        return new ScriptCall(script, keys, arguments, settings.commandTimeout().toMillis());
    }

    /**
     * Asks each Redis whether a replica takes writes in time.
     *
     * @param keys one of each shard, which is written and left as if it were never there
     */
    public void tryReplicas(List<byte[]> keys) {
        var tried = new HashSet<String>();
        for (var key : keys) {
            var place = servers.of(List.of(key)).map(RedisMaster::place);
            if (place.isPresent() && tried.add(place.get())) {
                tryReplica(place.get(), key);
            }
        }
        replicas.retain(tried);
    }

    /** That Redis itself is away is found and said elsewhere. */
    private void tryReplica(String place, byte[] key) {
        var delivery = new Delivery(servers, waiting(Script.BEAT, List.of(key)), false);
        try {
            if (reached(delivery)) {
                replicas.noteTrial(place, answers.copied(delivery));
            }
        } catch (DeliveryException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "Redis at {0} was not asked for a replica: {1}", place, e.getMessage());
        }
    }

    /** Runs a script that must not be run twice. */
    public Object runOnce(Script script, List<byte[]> keys, Object... arguments) {
        return run(new ScriptCall(script, keys, arguments), 1).value();
    }

    /** Runs scripts of several slots at once, in the time of one; each once at the most. Answers them in their order. */
    public List<Object> together(List<ScriptCall> calls) {
        var came = each(calls);
        for (var answer : came) {
            if (answer instanceof StoreUnavailableException failure) {
                throw failure;
            }
        }
        return came;
    }

    /** The same where each stands for itself: the {@link StoreUnavailableException} of one that failed is its answer. */
    public List<Object> each(List<ScriptCall> calls) {
        var passes = new BreakerPermits();
        try {
            var until = deadline();
            var sent = calls.stream().map(call -> sent(call, passes)).toList();
            // while the first is waited for, the others have their time too: it is seen which Redis answered
            return sent.stream().map(each -> answer(each, passes, until)).toList();
        } finally {
            passes.settle();
        }
    }

    /** @param unsent why not; then there is no answer to wait for */
    private record Sent(
            Delivery delivery,
            CompletableFuture<Object> answer,
            @Nullable StoreUnavailableException unsent) {}

    private Sent sent(ScriptCall call, BreakerPermits passes) {
        var delivery = new Delivery(servers, call, false);
        try {
            return new Sent(delivery, delivery.to(first(delivery, passes, null)), null);
        } catch (StoreUnavailableException e) {
            return new Sent(delivery, new CompletableFuture<>(), e);
        }
    }

    private Object answer(Sent sent, BreakerPermits passes, long until) {
        if (sent.unsent() != null) {
            return sent.unsent();
        }
        try {
            return answer(sent.delivery(), sent.answer(), passes, until);
        } catch (StoreUnavailableException e) {
            return e;
        }
    }

    private Object answer(Delivery delivery, CompletableFuture<Object> sent, BreakerPermits passes, long until) {
        try {
            return answers.of(delivery, sent, passes, until);
        } catch (DeliveryException e) {
            throw failure(delivery, e, passes, true);
        }
    }

    /** Which Redis has these keys, for people; empty when none has them at the moment. */
    Optional<String> place(List<byte[]> keys) {
        return servers.of(keys).map(RedisMaster::place);
    }

    /** Sends them and waits for nothing: for what somebody else makes good when it is lost. */
    public void send(List<ScriptCall> calls) {
        calls.forEach(call -> new Delivery(servers, call, false).unattended(deadline()));
    }

    private ScriptReply run(ScriptCall call, int tries) {
        var passes = new BreakerPermits();
        try {
            return run(call, tries, passes);
        } finally {
            passes.settle();
        }
    }

    private ScriptReply run(ScriptCall call, int tries, BreakerPermits passes) {
        var until = deadline();
        RedisMaster silent = null;
        Throwable last = null;
        for (var left = tries; ; left--) {
            var delivery = new Delivery(servers, call, last != null && !connectionLost(last));
            var to = first(delivery, passes, silent);
            try {
                var value = answers.of(delivery, delivery.to(to), passes, until);
                return new ScriptReply(
                        value, last != null, copied(delivery), delivery.at().place());
            } catch (DeliveryException e) {
                var failure = failure(delivery, e, passes, last == null);
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
        if (delivery.call().waits() == 0) {
            return ReplicaAck.NOT_ASKED;
        }
        var copied = answers.copied(delivery);
        replicas.note(delivery.at().place(), copied);
        return copied;
    }

    /**
     * The Redis to begin with.
     *
     * @param silent one that did not answer: when it has these keys still, another one of its cluster may know who took its place
     */
    private RedisMaster first(Delivery delivery, BreakerPermits passes, @Nullable RedisMaster silent) {
        var serving = serving(delivery.call().keys());
        if (serving != silent && passes.admits(serving)) {
            return serving;
        }
        var guide = servers.guide(serving).filter(passes::admits);
        if (guide.isEmpty() && !passes.admits(serving)) {
            throw outages.unavailable(serving.place(), null);
        }
        return guide.orElse(serving);
    }

    private RedisMaster serving(List<byte[]> keys) {
        var connecting = servers.connecting();
        if (connecting != null && connecting.ask() == CircuitBreaker.Permit.DENIED) {
            throw unavailable(null);
        }
        return found(keys).orElseThrow(() -> outages.unserved(servers.slot(keys)));
    }

    private Optional<RedisMaster> found(List<byte[]> keys) {
        try {
            return servers.of(keys);
        } catch (RuntimeException e) {
            // Redisson connects with the first who asks, and fails in many ways
            credentials.failed(e);
            servers.notConnected(OutageReason.of(trouble.behind(e)));
            throw unavailable(e);
        }
    }

    /** What to tell of it, after it was noted. */
    private StoreUnavailableException failure(
            Delivery delivery, DeliveryException failed, BreakerPermits passes, boolean certain) {
        var cause = failed.reason();
        var refusal = Refusal.of(cause);
        if (refusal.isPresent()) {
            answers.came(delivery, passes);
            return refused(delivery, refusal.get(), certain);
        }
        credentials.failed(cause);
        if (!failed.redirected() && !OutageReason.isOfOneSlot(cause)) {
            passes.failed(delivery.at(), OutageReason.of(trouble.behind(cause)));
        }
        return outages.unavailable(delivery.at().place(), cause);
    }

    private static StoreRefusedException refused(Delivery delivery, Refusal refusal, boolean certain) {
        var redis = delivery.at();
        redis.refusals().note(delivery.call().script(), refusal);
        return new StoreRefusedException(
                refusal.sentence(redis.place()), refusal.kind().readable(), certain);
    }

    /** A new connection to the same Redis may do; the others may be as dead as the one that was tried. */
    private static boolean connectionLost(Throwable cause) {
        return cause instanceof RedisConnectionException || cause instanceof WriteRedisConnectionException;
    }

    /** One try over each kind of connection, of which nothing is counted or logged: an outage must find both warm. */
    public boolean answersBothWays(Script script, List<byte[]> keys, Object... arguments) {
        var call = new ScriptCall(script, keys, arguments);
        try {
            return reached(new Delivery(servers, call, false)) && reached(new Delivery(servers, call, true));
        } catch (DeliveryException | RuntimeException e) {
            return false;
        }
    }

    private boolean reached(Delivery delivery) throws DeliveryException {
        var to = servers.of(delivery.call().keys());
        if (to.isPresent()) {
            answers.of(delivery, delivery.to(to.get()), new BreakerPermits(), deadline());
        }
        return to.isPresent();
    }

    /**
     * Nobody may come for a while: asks each Redis, and one that does not answer once more, which opens its circuit breaker; so it is said when
     * one is away, or is back.
     */
    public void look() {
        if (servers.connecting() == null) {
            servers.all().forEach(this::look);
        } else if (!tried(null)) {
            tried(null);
        }
    }

    private void look(RedisMaster redis) {
        if (!tried(redis) && !redis.breaker().isOpen()) {
            tried(redis);
        }
    }

    /** Tries a write that leaves nothing where every write was refused, so that it is said when that is over. */
    public void lookAtWrites(String keys) {
        servers.all().stream().filter(each -> each.refusals().everyWrite()).forEach(each -> servers.key(keys, each)
                .ifPresent(key -> tried(new ScriptCall(Script.BEAT, List.of(key), new Object[0]), each)));
    }

    /** @param redis null for whichever is found */
    private boolean tried(@Nullable RedisMaster redis) {
        return tried(new ScriptCall(Script.TIME, List.of(), new Object[0]), redis);
    }

    private boolean tried(ScriptCall call, @Nullable RedisMaster redis) {
        var passes = new BreakerPermits();
        try {
            var delivery = new Delivery(servers, call, false);
            var to = redis == null ? first(delivery, passes, null) : redis;
            if (passes.admits(to)) {
                answer(delivery, delivery.to(to), passes, deadline());
            }
            return true;
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "Redis was tried in vain: {0}", e.getMessage());
            return false;
        } finally {
            passes.settle();
        }
    }

    private long deadline() {
        return System.nanoTime() + settings.requestBudget().toNanos();
    }

    public StoreUnavailableException unavailable(@Nullable Throwable cause) {
        return outages.unavailable(settings.place(), cause);
    }
}
