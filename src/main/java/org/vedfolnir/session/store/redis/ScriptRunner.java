package org.vedfolnir.session.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.WriteRedisConnectionException;
import org.vedfolnir.session.store.StoreRefusedException;
import org.vedfolnir.session.store.StoreUnavailableException;

/**
 * Sends scripts to Redis, each within its deadline, and stops for a while to ask one that does not answer. A Redis that answers with an error
 * which concerns one command serves: that command fails, and nothing else waits. Thread-safe.
 */
final class ScriptRunner {

    private static final System.Logger LOG = System.getLogger(ScriptRunner.class.getName());

    private final Servers servers;
    private final RedisSettings settings;
    private final RedisCredentials credentials;
    private final ConnectionTrouble trouble;
    private final Outages outages;
    private final Answers answers;

    ScriptRunner(Servers servers, RedisSettings settings, RedisCredentials credentials, ConnectionTrouble trouble) {
        this.trouble = trouble;
        this.servers = servers;
        this.credentials = credentials;
        this.settings = settings;
        this.outages = new Outages(settings);
        this.answers = new Answers(settings, credentials, outages);
    }

    /** Nothing is sent any more. */
    void close() {
        servers.leave();
    }

    /** What Redis refuses. */
    AllRefusals refusals() {
        return new AllRefusals(servers.refusals());
    }

    /** Whether it is known of some Redis that it does not serve, and was said. */
    boolean isStopped() {
        return servers.isOneAway();
    }

    /**
     * Runs a script that may be run twice: when its answer does not come, it is sent once more.
     *
     * @param arguments byte arrays
     */
    Object runTwice(Script script, List<byte[]> keys, Object... arguments) {
        return ask(script, keys, arguments).value();
    }

    /** The same, for a caller that must know whether it was sent once more. */
    Answer ask(Script script, List<byte[]> keys, Object... arguments) {
        return run(new Call(script, keys, arguments), 2);
    }

    /** @param again whether an earlier try got no answer, and so may have been carried out */
    record Answer(Object value, boolean again) {}

    /** Runs a script that must not be run twice. */
    Object runOnce(Script script, List<byte[]> keys, Object... arguments) {
        return run(new Call(script, keys, arguments), 1).value();
    }

    /** One script on keys of one slot. */
    record Call(Script script, List<byte[]> keys, Object[] arguments) {}

    /** Runs scripts of several slots at once, in the time of one; each once at the most. Answers them in their order. */
    List<Object> together(List<Call> calls) {
        var came = attempt(calls);
        for (var answer : came) {
            if (answer instanceof StoreRefusedException refusal) {
                throw refusal;
            }
        }
        return came;
    }

    /** The same, for a caller that undoes what was done where one of them is refused: its {@link StoreRefusedException} is its answer. */
    List<Object> attempt(List<Call> calls) {
        var passes = new Passes();
        try {
            return attempt(calls, passes);
        } finally {
            passes.settle();
        }
    }

    private List<Object> attempt(List<Call> calls, Passes passes) {
        var until = deadline();
        var deliveries =
                calls.stream().map(call -> new Delivery(servers, call, false)).toList();
        // nothing is sent where one of them cannot be: what the others do would have to be undone. So no guide is asked
        // for one of several
        var first = deliveries.stream()
                .map(each -> calls.size() == 1 ? first(each, passes, null) : mapped(each, passes))
                .toList();
        var sent = new ArrayList<CompletableFuture<Object>>();
        for (var i = 0; i < calls.size(); i++) {
            sent.add(deliveries.get(i).to(first.get(i)));
        }
        var came = new ArrayList<Object>();
        StoreUnavailableException failure = null;
        for (var i = 0; i < calls.size(); i++) {
            try {
                came.add(answer(deliveries.get(i), sent.get(i), passes, until));
            } catch (StoreRefusedException e) {
                came.add(e);
            } catch (StoreUnavailableException e) {
                // the others had their time meanwhile: it is seen which Redis answered
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return came;
    }

    private Object answer(Delivery delivery, CompletableFuture<Object> sent, Passes passes, long until) {
        try {
            return answers.of(delivery, sent, passes, until);
        } catch (DeliveryFailure e) {
            throw failure(delivery, e, passes, true);
        }
    }

    /** Sends them and waits for nothing: for what somebody else makes good when it is lost. */
    void send(List<Call> calls) {
        calls.forEach(call -> new Delivery(servers, call, false).unattended(deadline()));
    }

    private Answer run(Call call, int tries) {
        var passes = new Passes();
        try {
            return run(call, tries, passes);
        } finally {
            passes.settle();
        }
    }

    private Answer run(Call call, int tries, Passes passes) {
        var until = deadline();
        ServingRedis silent = null;
        Throwable last = null;
        for (var left = tries; ; left--) {
            var delivery = new Delivery(servers, call, last != null && !connectionLost(last));
            var to = first(delivery, passes, silent);
            try {
                return new Answer(answers.of(delivery, delivery.to(to), passes, until), last != null);
            } catch (DeliveryFailure e) {
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

    /**
     * The Redis to begin with.
     *
     * @param silent one that did not answer: when it has these keys still, another one of its cluster may know who took its place
     */
    private ServingRedis first(Delivery delivery, Passes passes, @Nullable ServingRedis silent) {
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

    /** The Redis to which Redisson's map leads. */
    private ServingRedis mapped(Delivery delivery, Passes passes) {
        var serving = serving(delivery.call().keys());
        if (!passes.admits(serving)) {
            throw outages.unavailable(serving.place(), null);
        }
        return serving;
    }

    private ServingRedis serving(List<byte[]> keys) {
        var connecting = servers.connecting();
        if (connecting != null && connecting.ask() == CircuitBreaker.Permit.DENIED) {
            throw unavailable(null);
        }
        return found(keys).orElseThrow(() -> outages.unserved(servers.slot(keys)));
    }

    private Optional<ServingRedis> found(List<byte[]> keys) {
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
            Delivery delivery, DeliveryFailure failed, Passes passes, boolean certain) {
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
    boolean answersBothWays(Script script, List<byte[]> keys, Object... arguments) {
        var call = new Call(script, keys, arguments);
        try {
            return reached(new Delivery(servers, call, false)) && reached(new Delivery(servers, call, true));
        } catch (DeliveryFailure | RuntimeException e) {
            return false;
        }
    }

    private boolean reached(Delivery delivery) throws DeliveryFailure {
        var to = servers.of(delivery.call().keys());
        if (to.isPresent()) {
            answers.of(delivery, delivery.to(to.get()), new Passes(), deadline());
        }
        return to.isPresent();
    }

    /**
     * Nobody may come for a while: asks each Redis, and one that does not answer once more, which opens its circuit breaker; so it is said when
     * one is away, or is back.
     */
    void look() {
        if (servers.connecting() == null) {
            servers.all().forEach(this::look);
        } else if (!tried(null)) {
            tried(null);
        }
    }

    private void look(ServingRedis redis) {
        if (!tried(redis) && !redis.breaker().isOpen()) {
            tried(redis);
        }
    }

    /** Tries a write that leaves nothing where every write was refused, so that it is said when that is over. */
    void lookAtWrites(String keys) {
        servers.all().stream().filter(each -> each.refusals().everyWrite()).forEach(each -> servers.key(keys, each)
                .ifPresent(key -> tried(new Call(Script.BEAT, List.of(key), new Object[0]), each)));
    }

    /** @param redis null for whichever is found */
    private boolean tried(@Nullable ServingRedis redis) {
        return tried(new Call(Script.TIME, List.of(), new Object[0]), redis);
    }

    private boolean tried(Call call, @Nullable ServingRedis redis) {
        var passes = new Passes();
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

    StoreUnavailableException unavailable(@Nullable Throwable cause) {
        return outages.unavailable(settings.place(), cause);
    }
}
