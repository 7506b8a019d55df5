package org.vedfolnir.session.store.redis.execution;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.CommandData;
import org.redisson.client.protocol.CommandsData;
import org.redisson.client.protocol.RedisCommand;
import org.redisson.client.protocol.RedisCommands;
import org.vedfolnir.session.store.redis.client.ReplicaAck;
import org.vedfolnir.session.store.redis.client.SharedConnection;
import org.vedfolnir.session.store.redis.client.WaitConnectionPool;
import org.vedfolnir.session.store.redis.error.Refusal;
import org.vedfolnir.session.store.redis.health.Availability;
import org.vedfolnir.session.store.redis.health.CircuitBreaker;
import org.vedfolnir.session.store.redis.health.RefusalLog;
import org.vedfolnir.session.store.redis.keys.Utf8;
import org.vedfolnir.session.store.redis.script.ScriptCall;

/**
 * One Redis that serves: its connections, availability and circuit breaker. A silent one does not affect the others.
 * Thread-safe.
 */
public final class RedisMaster {

    private static final RedisCommand<List<Object>> EVALSHA =
            new RedisCommand<>("EVALSHA", RedisCommands.EVAL_LIST.getReplayMultiDecoder());
    private static final RedisCommand<List<Object>> EVAL =
            new RedisCommand<>("EVAL", RedisCommands.EVAL_LIST.getReplayMultiDecoder());

    /** In addition to the connection that most scripts share. */
    private static final int OTHER_CONNECTIONS = 4;

    private final RedisClient client;
    private final String place;
    private final Availability availability;
    private final RefusalLog refusals;
    private final CircuitBreaker breaker = new CircuitBreaker(System::nanoTime);
    private final SharedConnection shared;
    private final List<SharedConnection> others;
    private final WaitConnectionPool waitConnections;
    private final AtomicInteger next = new AtomicInteger();

    /** @param connector opens a connection that may be used */
    RedisMaster(
            RedisClient client,
            String place,
            Availability availability,
            RefusalLog refusals,
            Function<RedisClient, CompletableFuture<RedisConnection>> connector) {
        this.refusals = refusals;
        this.client = client;
        this.place = place;
        this.availability = availability;
        this.shared = new SharedConnection(() -> connector.apply(client));
        this.others = Stream.generate(() -> new SharedConnection(() -> connector.apply(client)))
                .limit(OTHER_CONNECTIONS)
                .toList();
        this.waitConnections = new WaitConnectionPool(client, () -> connector.apply(client));
    }

    public RedisClient client() {
        return client;
    }

    /** Returns host and port, or what the operator configured, for messages. */
    String place() {
        return place;
    }

    /** Returns its refusals. */
    RefusalLog refusals() {
        return refusals;
    }

    public CircuitBreaker breaker() {
        return breaker;
    }

    /** How to send a script. */
    enum Form {
        /** Over the shared connection. */
        SHARED,
        /** Over another connection: the script is large, or the shared connection did not answer. */
        APART,
        /** Together with its source, which this Redis does not have. */
        LOADED,
        /** In a slot that this Redis is importing: {@code ASKING} applies to the next command only. */
        ASKING
    }

    /** Completes with the script's reply: a list, a number or bytes. */
    CompletableFuture<Object> run(ScriptCall call, Form form) {
        var connection = (form == Form.APART ? otherConnection() : shared).get();
        return connection.isDone() && !connection.isCompletedExceptionally()
                ? send(connection.join(), call, form)
                : connection.thenCompose(open -> send(open, call, form));
    }

    /**
     * The reply of a script, and whether a replica has what it wrote.
     *
     * @param copied completes in time or not
     */
    record Written(CompletableFuture<Object> answer, CompletableFuture<ReplicaAck> copied) {}

    /**
     * Runs a script and then waits for a replica, on the same connection, which no other call uses meanwhile:
     * {@code WAIT} applies to the writes of its own connection. Waits at most half of the time for a free connection;
     * the write is made in any case.
     */
    Written runAndWait(ScriptCall call, Form form, long replicaWait) {
        var sent = waitConnections
                .acquire(replicaWait / 2)
                .thenApply(place -> place.isPresent()
                        ? runAndWait(place.get(), call, form, replicaWait)
                        : new Written(run(call, form), CompletableFuture.completedFuture(ReplicaAck.TOO_MANY)));
        return new Written(sent.thenCompose(Written::answer), sent.thenCompose(Written::copied));
    }

    private static Written runAndWait(WaitConnectionPool.Pooled place, ScriptCall call, Form form, long replicaWait) {
        // in one step: of two that wait for a connection, the later one would be sent first
        var sent = place.connection()
                .thenApply(open -> new Written(send(open, call, form), waitForReplica(open, replicaWait)));
        var copied = sent.thenCompose(Written::copied);
        copied.whenComplete((there, failure) -> place.release(failure == null));
        return new Written(sent.thenCompose(Written::answer), copied);
    }

    private static CompletableFuture<ReplicaAck> waitForReplica(RedisConnection connection, long most) {
        var replicas = new CompletableFuture<Integer>();
        send(
                connection,
                new CommandData<>(replicas, StringCodec.INSTANCE, RedisCommands.WAIT, new Object[] {1, most}),
                replicas);
        return replicas.handle((count, failure) -> {
            if (failure == null) {
                return count > 0 ? ReplicaAck.DONE : ReplicaAck.NO_REPLICA;
            } else if (Refusal.of(failure).isPresent()) {
                return ReplicaAck.REFUSED;
            }
            throw new CompletionException(failure);
        });
    }

    /** Uses an open connection while another one is being opened: a second try has no time to wait. */
    private SharedConnection otherConnection() {
        var candidate = others.get(Math.floorMod(next.getAndIncrement(), others.size()));
        if (candidate.isOpen()) {
            return candidate;
        }
        candidate.get();
        return others.stream().filter(SharedConnection::isOpen).findFirst().orElse(candidate);
    }

    private static CompletableFuture<Object> send(RedisConnection connection, ScriptCall call, Form form) {
        return switch (form) {
            case SHARED, APART -> evalsha(connection, call);
            case LOADED -> loaded(connection, call);
            case ASKING -> asking(connection, call);
        };
    }

    private static CompletableFuture<Object> evalsha(RedisConnection connection, ScriptCall call) {
        var answer = new CompletableFuture<Object>();
        send(connection, new CommandData<>(answer, ByteArrayCodec.INSTANCE, EVALSHA, bySha(call)), answer);
        return answer;
    }

    /** Pipelines both on one connection. */
    private static CompletableFuture<Object> loaded(RedisConnection connection, ScriptCall call) {
        var loaded = new CompletableFuture<Object>();
        send(
                connection,
                new CommandData<>(loaded, StringCodec.INSTANCE, RedisCommands.SCRIPT_LOAD, new Object[] {
                    call.script().source()
                }),
                loaded);
        var answer = evalsha(connection, call);
        return loaded.thenCompose(sha -> answer);
    }

    private static void send(RedisConnection connection, CommandData<?, ?> command, CompletableFuture<?> answer) {
        connection.send(command).addListener(written -> {
            if (!written.isSuccess()) {
                answer.completeExceptionally(written.cause());
            }
        });
    }

    /**
     * Sends both in one write, so that no other command comes in between; with the source, since the script may be
     * missing there.
     */
    private static CompletableFuture<Object> asking(RedisConnection connection, ScriptCall call) {
        var permission = new CompletableFuture<Object>();
        var answer = new CompletableFuture<Object>();
        var all = new CompletableFuture<Void>();
        failingWith(permission, answer); // without the right, the command behind it would be redirected back and forth
        failingWith(all, answer);
        var both = List.<CommandData<?, ?>>of(
                new CommandData<>(permission, ByteArrayCodec.INSTANCE, RedisCommands.ASKING, new Object[0]),
                new CommandData<>(answer, ByteArrayCodec.INSTANCE, EVAL, bySource(call)));
        connection.send(new CommandsData(all, both, false, false)).addListener(written -> {
            if (!written.isSuccess()) {
                answer.completeExceptionally(written.cause());
            }
        });
        return answer;
    }

    private static void failingWith(CompletableFuture<?> before, CompletableFuture<?> answer) {
        before.whenComplete((done, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        });
    }

    private static Object[] bySha(ScriptCall call) {
        return parameters(call.script().shaBytes(), call);
    }

    private static Object[] bySource(ScriptCall call) {
        return parameters(Utf8.bytes(call.script().source()), call);
    }

    private static Object[] parameters(byte[] script, ScriptCall call) {
        var keys = call.keys();
        var parameters = new Object[2 + keys.size() + call.arguments().length];
        parameters[0] = script;
        parameters[1] = Utf8.bytes(keys.size());
        for (var i = 0; i < keys.size(); i++) {
            parameters[2 + i] = keys.get(i);
        }
        System.arraycopy(call.arguments(), 0, parameters, 2 + keys.size(), call.arguments().length);
        return parameters;
    }

    /** Records any reply. */
    void answered() {
        breaker.succeeded();
        availability.onReply();
    }

    /** Records that an operation got no reply, or one that this Redis does not serve. */
    void failed(String reason) {
        if (breaker.failed()) {
            availability.onOutage(reason);
        }
        if (breaker.isOpen()) {
            drop();
        }
    }

    /** Discards its connections; the next script opens new ones. */
    void drop() {
        shared.drop();
        others.forEach(SharedConnection::drop);
        waitConnections.drop();
    }
}
