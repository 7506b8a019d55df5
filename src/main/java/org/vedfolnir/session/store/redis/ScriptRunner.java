package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisAskException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisMovedException;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.WriteRedisConnectionException;
import org.vedfolnir.session.store.StoreRefusedException;
import org.vedfolnir.session.store.StoreUnavailableException;

/**
 * Sends scripts to Redis, each within its deadline, and stops for a while when Redis does not answer. A Redis that answers with an error
 * which concerns one command serves: that command fails, and nothing else waits. Thread-safe.
 */
final class ScriptRunner {

    private final ScriptSender sender;
    private final RedisSettings settings;
    private final RedisCredentials credentials;
    private final ConnectionTrouble trouble;
    private final CircuitBreaker breaker = new CircuitBreaker(System::nanoTime);
    private final Availability availability;
    private final Refusals refusals;

    ScriptRunner(ScriptSender sender, RedisSettings settings, RedisCredentials credentials, ConnectionTrouble trouble) {
        this.trouble = trouble;
        this.sender = sender;
        this.credentials = credentials;
        this.settings = settings;
        this.availability = new Availability(settings.place(), settings.said());
        this.refusals = new Refusals(settings.place(), settings.said(), System::nanoTime);
    }

    /** Whether it is found that Redis serves again is for those that go on. */
    void close() {
        availability.close();
        refusals.close();
    }

    /** What Redis refuses. */
    Refusals refusals() {
        return refusals;
    }

    /** Whether it is known that Redis does not serve, and was said. */
    boolean isStopped() {
        return breaker.isOpen();
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
        return run(script, keys, arguments, 2);
    }

    /** @param again whether an earlier try got no answer, and so may have been carried out */
    record Answer(Object value, boolean again) {}

    /** Runs a script that must not be run twice. */
    Object runOnce(Script script, List<byte[]> keys, Object... arguments) {
        return run(script, keys, arguments, 1).value();
    }

    /** One script on keys of one slot. */
    record Call(Script script, List<byte[]> keys, Object[] arguments) {}

    /** Runs scripts of several slots at once, in the time of one; each once at the most. Answers them in their order. */
    List<Object> together(List<Call> calls) {
        var answers = attempt(calls);
        for (var answer : answers) {
            if (answer instanceof StoreRefusedException refusal) {
                throw refusal;
            }
        }
        return answers;
    }

    /** The same, for a caller that undoes what was done where one of them is refused: its {@link StoreRefusedException} is its answer. */
    List<Object> attempt(List<Call> calls) {
        if (!breaker.allows()) {
            throw unavailable(null);
        }
        var sent = direct(calls);
        var answers = new ArrayList<Object>();
        for (var i = 0; i < calls.size(); i++) {
            try {
                answers.add(once(sent.get(i), calls.get(i)));
            } catch (StoreRefusedException e) {
                answers.add(e);
            }
        }
        return answers;
    }

    /** The same where each stands for itself: the {@link StoreUnavailableException} of one that failed is its answer. */
    List<Object> each(List<Call> calls) {
        var sent = direct(calls);
        var answers = new ArrayList<Object>();
        for (var i = 0; i < calls.size(); i++) {
            try {
                answers.add(once(sent.get(i), calls.get(i)));
            } catch (StoreUnavailableException e) {
                answers.add(e);
            }
        }
        return answers;
    }

    private List<CompletableFuture<Object>> direct(List<Call> calls) {
        return calls.stream()
                .map(each -> sender.direct(each.script(), each.keys(), each.arguments()))
                .toList();
    }

    /** Sends them and waits for nothing: for what somebody else makes good when it is lost. */
    void send(List<Call> calls) {
        calls.forEach(each -> sender.direct(each.script(), each.keys(), each.arguments())
                .exceptionallyCompose(failure -> notRun(failure.getCause() == null ? failure : failure.getCause())
                        ? sender.load(each.script())
                                .thenCompose(loaded -> sender.followed(each.script(), each.keys(), each.arguments()))
                        : CompletableFuture.failedFuture(failure)));
    }

    private Object once(CompletableFuture<Object> sent, Call call) {
        try {
            var answer = await(sent);
            refusals.answered(call.script(), answer);
            return answer;
        } catch (ExecutionException e) {
            if (notRun(e.getCause())) {
                return runOnce(call.script(), call.keys(), call.arguments());
            }
            throw failed(call.script(), e.getCause());
        } catch (TimeoutException e) {
            throw unavailable(e);
        }
    }

    private static boolean notRun(@Nullable Throwable cause) {
        return cause instanceof RedisNoScriptException
                || cause instanceof RedisMovedException
                || cause instanceof RedisAskException;
    }

    private Answer run(Script script, List<byte[]> keys, Object[] arguments, int tries) {
        if (!breaker.allows()) {
            throw unavailable(null);
        }
        var deadline = System.nanoTime() + settings.requestBudget().toNanos();
        Throwable last = null;
        for (var i = 0; i < tries && System.nanoTime() < deadline; i++) {
            try {
                var answer = send(script, keys, arguments, last != null && !connectionLost(last));
                answered();
                refusals.answered(script, answer);
                return new Answer(answer, last != null);
            } catch (
                    StoreUnavailableException
                            e) { // this thread was interrupted while it waited, which says nothing of Redis
                throw e;
            } catch (TimeoutException | ExecutionException | RuntimeException e) {
                last = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
                var refusal = Refusal.of(last);
                if (refusal.isPresent()) {
                    answered();
                    throw refused(script, refusal.get(), i == 0);
                }
                credentials.failed(last);
            }
        }
        if (breaker.failed()) {
            availability.lost(OutageReason.of(trouble.behind(last)));
        }
        if (breaker.isOpen()) {
            sender.reconnect();
        }
        throw unavailable(last);
    }

    private void answered() {
        credentials.succeeded();
        breaker.succeeded();
        availability.serves();
    }

    private StoreUnavailableException refused(Script script, Refusal refusal, boolean certain) {
        refusals.note(script, refusal);
        return new StoreRefusedException(
                refusal.sentence(settings.place()), refusal.kind().readable(), certain);
    }

    private StoreUnavailableException failed(Script script, @Nullable Throwable cause) {
        var refusal = cause == null ? Optional.<Refusal>empty() : Refusal.of(cause);
        return refusal.isPresent() ? refused(script, refusal.get(), true) : unavailable(cause);
    }

    /** A new connection to the same Redis may do; those that Redisson's pool holds may be as dead as the one that was tried. */
    private static boolean connectionLost(Throwable cause) {
        return cause instanceof RedisConnectionException || cause instanceof WriteRedisConnectionException;
    }

    /** One try of the short way and one of the long, of which nothing is counted or logged: an outage must find both warm. */
    boolean answersBothWays(Script script, List<byte[]> keys, Object... arguments) {
        try {
            send(script, keys, arguments, false);
            send(script, keys, arguments, true);
            return true;
        } catch (TimeoutException | ExecutionException | RuntimeException e) {
            return false;
        }
    }

    /** The short way, or the one that follows a Redis that may have moved. */
    private Object send(Script script, List<byte[]> keys, Object[] arguments, boolean following)
            throws TimeoutException, ExecutionException {
        var follow = following || ScriptSender.isLarge(script, arguments);
        try {
            return await(follow ? sender.followed(script, keys, arguments) : sender.direct(script, keys, arguments));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisMovedException || e.getCause() instanceof RedisAskException) {
                return await(sender.followed(script, keys, arguments));
            } else if (!(e.getCause() instanceof RedisNoScriptException)) {
                throw e;
            }
        }
        await(sender.load(script));
        return await(sender.followed(script, keys, arguments));
    }

    /** @throws StoreUnavailableException when this thread is interrupted, and only then */
    private <T> T await(CompletableFuture<T> answer) throws TimeoutException, ExecutionException {
        try {
            return answer.get(settings.commandTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    /** What Redis said itself is no matter of time or network. */
    StoreUnavailableException unavailable(@Nullable Throwable cause) {
        var said = OutageReason.answered(cause);
        return new StoreUnavailableException(
                "Redis at " + settings.place()
                        + (said.isPresent()
                                ? " does not serve (" + said.get() + "); the session may still exist."
                                : " did not answer within "
                                        + settings.commandTimeout().toMillis() + " ms"
                                        + (cause == null ? "" : " (" + OutageReason.of(cause) + ")")
                                        + "; the session may still exist. Check whether Redis runs, the network, and REDIS_URL if you set it."),
                Duration.ofSeconds(1),
                cause);
    }
}
