package org.vedfolnir.session.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.ByteArrayCodec;
import org.vedfolnir.session.store.StoreUnavailableException;

/** Sends scripts to Redis, each within its deadline, and stops for a while when Redis does not answer. Thread-safe. */
final class ScriptRunner {

    private static final System.Logger LOG = System.getLogger(ScriptRunner.class.getName());

    private final RScript scripts;
    private final RedisSettings settings;
    private final RedisCredentials credentials;
    private final CircuitBreaker breaker = new CircuitBreaker(System::nanoTime);

    ScriptRunner(RedissonClient redisson, RedisSettings settings, RedisCredentials credentials) {
        this.credentials = credentials;
        this.scripts = redisson.getScript(ByteArrayCodec.INSTANCE);
        this.settings = settings;
    }

    /**
     * Runs a script that may be run twice: when its answer does not come, it is sent once more.
     *
     * @param arguments byte arrays
     */
    Object runTwice(Script script, RScript.ReturnType type, List<Object> keys, Object... arguments) {
        return ask(script, type, keys, arguments).value();
    }

    /** The same, for a caller that must know whether it was sent once more. */
    Answer ask(Script script, RScript.ReturnType type, List<Object> keys, Object... arguments) {
        return run(script, type, keys, arguments, 2);
    }

    /** @param again whether an earlier try got no answer, and so may have been carried out */
    record Answer(Object value, boolean again) {}

    /** Runs a script that must not be run twice. */
    Object runOnce(Script script, RScript.ReturnType type, List<Object> keys, Object... arguments) {
        return run(script, type, keys, arguments, 1).value();
    }

    private Answer run(Script script, RScript.ReturnType type, List<Object> keys, Object[] arguments, int tries) {
        if (!breaker.allows()) {
            throw unavailable(null);
        }
        var deadline = System.nanoTime() + settings.requestBudget().toNanos();
        Throwable last = null;
        for (var i = 0; i < tries && System.nanoTime() < deadline; i++) {
            try {
                var answer = send(script, type, keys, arguments);
                credentials.succeeded();
                if (breaker.succeeded()) {
                    LOG.log(System.Logger.Level.INFO, "Redis at {0} answers again.", settings.place());
                }
                return new Answer(answer, last != null);
            } catch (TimeoutException | ExecutionException | RuntimeException e) {
                last = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
                credentials.failed(last);
            }
        }
        if (breaker.failed()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "DEGRADED: Redis at {0} does not serve ({1}). Requests that need a session get 503 until it does.",
                    settings.place(),
                    OutageReason.of(last));
        }
        throw unavailable(last);
    }

    /** One try, of which nothing is counted or logged. */
    boolean answers(Script script, RScript.ReturnType type, List<Object> keys, Object... arguments) {
        try {
            send(script, type, keys, arguments);
            return true;
        } catch (TimeoutException | ExecutionException | RuntimeException e) {
            return false;
        }
    }

    private Object send(Script script, RScript.ReturnType type, List<Object> keys, Object[] arguments)
            throws TimeoutException, ExecutionException {
        try {
            return await(scripts.evalShaAsync(RScript.Mode.READ_WRITE, script.sha(), type, keys, arguments)
                    .toCompletableFuture());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RedisNoScriptException)) {
                throw e;
            }
        }
        await(scripts.scriptLoadAsync(script.source()).toCompletableFuture());
        return await(scripts.evalShaAsync(RScript.Mode.READ_WRITE, script.sha(), type, keys, arguments)
                .toCompletableFuture());
    }

    private <T> T await(java.util.concurrent.CompletableFuture<T> answer) throws TimeoutException, ExecutionException {
        try {
            return answer.get(settings.commandTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    StoreUnavailableException unavailable(@org.jspecify.annotations.Nullable Throwable cause) {
        return new StoreUnavailableException(
                "Redis at " + settings.place() + " did not answer within "
                        + settings.commandTimeout().toMillis()
                        + " ms" + (cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")")
                        + "; the session may still exist. Check REDIS_URL and the network.",
                Duration.ofSeconds(1),
                cause);
    }
}
