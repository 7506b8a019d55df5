package org.vedfolnir.session.store.redis.execution;

import java.util.Objects;
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
 * One script on its way to the Redis that has its keys. Some errors say where or how to try again, and that nothing was done: {@code MOVED},
 * {@code ASK}, {@code TRYAGAIN}, {@code NOSCRIPT} (see the specification of Redis Cluster). Each step is begun when the one before is over.
 */
final class Delivery {

    /** A slot that moves while we follow it names two; more than these are a circle. */
    private static final int MOST_REDIRECTIONS = 5;
    /** Bytes. */
    private static final int LARGE = 64 << 10;

    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final RedisTopology servers;
    private final ScriptCall call;
    private final long waits;
    private final Form usual;
    private Form form;
    private @Nullable RedisMaster at;
    private long sentAt;
    private @Nullable Throwable moving;
    private int redirections;
    private CompletableFuture<ReplicaAck> copied = CompletableFuture.completedFuture(ReplicaAck.NOT_ASKED);

    /**
     * @param apart whether to leave the connection that all share
     * @param waits for how many ms Redis waits for a replica that has what the script wrote; 0 for none
     */
    Delivery(RedisTopology servers, ScriptCall call, boolean apart, long waits) {
        this.servers = servers;
        this.call = call;
        this.waits = waits;
        this.usual = apart || isLarge(call) ? Form.APART : Form.SHARED;
        this.form = usual;
    }

    /** Whether a script moves so much that others should not stand behind it. */
    private static boolean isLarge(ScriptCall call) {
        var script = call.script();
        if (script == Script.PARTS || script == Script.CLAIM || script == Script.EXPIRE) {
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

    long waits() {
        return waits;
    }

    /** Where it is, or was last. */
    RedisMaster at() {
        return Objects.requireNonNull(at, "not sent yet");
    }

    /** When its last step began, by {@link System#nanoTime}. */
    long sentAt() {
        return sentAt;
    }

    CompletableFuture<Object> to(RedisMaster redis) {
        at = redis;
        sentAt = System.nanoTime();
        try {
            return waits == 0 ? redis.run(call, form) : runAndWait(redis);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // its threads have ended
        }
    }

    private CompletableFuture<Object> runAndWait(RedisMaster redis) {
        var written = redis.runAndWait(call, form, waits);
        copied = written.copied();
        return written.answer();
    }

    /** Whether a replica has what the script wrote, where it waits for one: to be asked when that has answered. */
    CompletableFuture<ReplicaAck> copied() {
        return copied;
    }

    /** Whether the script was not run, and the error says what to do. */
    static boolean isToBeFollowed(Throwable failure) {
        return failure instanceof RedisRedirectException
                || failure instanceof RedisNoScriptException
                || TryAgainError.is(failure);
    }

    /**
     * Where to try next.
     *
     * @return null when following leads nowhere
     */
    @Nullable
    CompletableFuture<RedisMaster> next(Throwable failure) {
        var from = at();
        if (failure instanceof RedisRedirectException redirect) {
            form = redirect instanceof RedisMovedException ? usual : Form.ASKING;
            return ++redirections > MOST_REDIRECTIONS ? null : servers.at(redirect, from);
        } else if (failure instanceof RedisNoScriptException) {
            var first = form != Form.LOADED;
            form = Form.LOADED;
            return first ? CompletableFuture.completedFuture(from) : null;
        } else if (TryAgainError.is(failure)) {
            moving = failure;
            form = usual;
            redirections = 0;
            return servers.of(call.keys())
                    .map(CompletableFuture::completedFuture)
                    .orElse(null);
        }
        return null;
    }

    /** The same; an address that is none, or threads that have ended, are a failure like others. */
    @Nullable
    CompletableFuture<RedisMaster> nextOrFailed(Throwable failure) {
        try {
            return next(failure);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What kept it from its keys: whoever asks again and again may be sent to and fro last. */
    Throwable obstacle(Throwable last) {
        return moving == null ? last : moving;
    }

    /** Nodes that wait for the same slot must not come all at once. */
    static long pause() {
        return ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, LONGEST_PAUSE);
    }

    /** The whole way, for nobody who waits. Redis is asked again until that time, by {@link System#nanoTime}. */
    CompletableFuture<Object> unattended(long until) {
        try {
            return servers.of(call.keys())
                    .filter(redis -> !redis.breaker().isOpen())
                    .map(redis -> followed(to(redis), until))
                    .orElseGet(() -> CompletableFuture.failedFuture(
                            new IllegalStateException("The Redis that has its slot is away.")));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // Redisson has reached none yet
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
