package org.vedfolnir.session.store.redis.execution;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisMovedException;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.RedisRedirectException;
import org.vedfolnir.session.store.redis.client.ReplicaAck;
import org.vedfolnir.session.store.redis.error.TryAgainError;
import org.vedfolnir.session.store.redis.execution.RedisMaster.Form;
import org.vedfolnir.session.store.redis.script.Script;
import org.vedfolnir.session.store.redis.script.ScriptCall;

/**
 * Sends one script to the Redis that has its keys. Some errors contain where or how to try again, and that nothing was
 * done: {@code MOVED}, {@code ASK}, {@code TRYAGAIN}, {@code NOSCRIPT} (see the specification of Redis Cluster). Each
 * step begins when the previous one is over.
 */
final class Delivery {

    /** A slot that moves meanwhile causes two; more than these are a loop. */
    private static final int MOST_REDIRECTIONS = 5;
    /** In bytes. */
    private static final int LARGE = 64 << 10;

    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Set<Script> LARGE_REPLIES =
            EnumSet.of(Script.PARTS, Script.CLAIM, Script.EXPIRE, Script.FORMER);

    private final RedisTopology servers;
    private final ScriptCall call;
    private final long replicaWait;
    private final Form usualForm;
    private Form form;
    private @Nullable RedisMaster at;
    private long sentAt;
    private @Nullable Throwable moving;
    private int redirections;
    private CompletableFuture<ReplicaAck> copied = CompletableFuture.completedFuture(ReplicaAck.NOT_ASKED);

    /**
     * @param apart whether to avoid the shared connection
     * @param replicaWait for how many ms Redis waits for a replica that has what the script wrote; 0 for none
     */
    Delivery(RedisTopology servers, ScriptCall call, boolean apart, long replicaWait) {
        this.servers = servers;
        this.call = call;
        this.replicaWait = replicaWait;
        this.usualForm = apart || isLarge(call) ? Form.APART : Form.SHARED;
        this.form = usualForm;
    }

    /** Whether a script transfers so much that it would delay others on its connection. */
    private static boolean isLarge(ScriptCall call) {
        if (LARGE_REPLIES.contains(call.script())) {
            return true;
        }
        var bytes = 0L;
        for (var argument : call.arguments()) {
            bytes += ((byte[]) argument).length;
        }
        return bytes > LARGE;
    }

    ScriptCall call() {
        return call;
    }

    long replicaWait() {
        return replicaWait;
    }

    /** Returns the current or last destination. */
    RedisMaster at() {
        return Objects.requireNonNull(at, "not sent yet");
    }

    /** Returns when its last step began, by {@link System#nanoTime}. */
    long sentAt() {
        return sentAt;
    }

    CompletableFuture<Object> to(RedisMaster redis) {
        at = redis;
        sentAt = System.nanoTime();
        try {
            return replicaWait == 0 ? redis.run(call, form) : runAndWait(redis);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // its threads have ended
        }
    }

    private CompletableFuture<Object> runAndWait(RedisMaster redis) {
        var written = redis.runAndWait(call, form, replicaWait);
        copied = written.copied();
        return written.answer();
    }

    /** Whether a replica has what the script wrote, if it waits for one; call it after the script has replied. */
    CompletableFuture<ReplicaAck> copied() {
        return copied;
    }

    /** Whether the script was not run, and the error contains what to do. */
    static boolean isRetryable(Throwable failure) {
        return failure instanceof RedisRedirectException
                || failure instanceof RedisNoScriptException
                || TryAgainError.is(failure);
    }

    /**
     * Returns where to try next.
     *
     * @return null if the error cannot be followed any further
     */
    @Nullable
    CompletableFuture<RedisMaster> next(Throwable failure) {
        var from = at();
        if (failure instanceof RedisRedirectException redirect) {
            form = redirect instanceof RedisMovedException ? usualForm : Form.ASKING;
            return ++redirections > MOST_REDIRECTIONS ? null : servers.at(redirect, from);
        } else if (failure instanceof RedisNoScriptException) {
            var first = form != Form.LOADED;
            form = Form.LOADED;
            return first ? CompletableFuture.completedFuture(from) : null;
        } else if (TryAgainError.is(failure)) {
            moving = failure;
            form = usualForm;
            redirections = 0;
            return servers.of(call.keys())
                    .map(CompletableFuture::completedFuture)
                    .orElse(null);
        }
        return null;
    }

    /** Returns the same; an invalid address, or ended threads, are a failure like others. */
    @Nullable
    CompletableFuture<RedisMaster> nextOrFailed(Throwable failure) {
        try {
            return next(failure);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Returns the reason that kept the script from its keys: after retries, the last error may be a mere redirection.
     */
    Throwable obstacle(Throwable last) {
        return moving == null ? last : moving;
    }

    /** Spreads the retries of nodes that wait for the same slot. */
    static long pause() {
        return ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, LONGEST_PAUSE);
    }

    /**
     * Sends the script and follows redirections in the background. Retries until that time, by {@link System#nanoTime}.
     */
    CompletableFuture<Object> unattended(long until) {
        try {
            return servers.of(call.keys())
                    .filter(redis -> !redis.breaker().isOpen())
                    .map(redis -> followed(to(redis), until))
                    .orElseGet(() -> CompletableFuture.failedFuture(
                            new IllegalStateException("The Redis that has its slot does not answer.")));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // Redisson has not connected yet
        }
    }

    private CompletableFuture<Object> followed(CompletableFuture<Object> sent, long until) {
        return sent.exceptionallyCompose(thrown -> {
            var failure =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            var next = next(failure);
            if (next == null || System.nanoTime() - until >= 0) {
                return CompletableFuture.failedFuture(failure);
            }
            var ready = TryAgainError.is(failure) ? next.thenCompose(this::afterAPause) : next;
            return ready.thenCompose(redis -> followed(to(redis), until));
        });
    }

    private CompletableFuture<RedisMaster> afterAPause(RedisMaster redis) {
        var over = new CompletableFuture<RedisMaster>();
        servers.later(pause(), () -> over.complete(redis));
        return over;
    }
}
