package org.vedfolnir.session.store.redis;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.protocol.CommandData;
import org.redisson.client.protocol.RedisCommand;
import org.redisson.client.protocol.RedisCommands;
import org.redisson.connection.ConnectionManager;

/**
 * The two ways in which a script goes to Redis. Redisson's connection manager says which Redis is the one to ask. While that stands, a
 * script takes a shared connection to it; when it moves, Redisson's executor follows it. Thread-safe.
 */
final class ScriptSender {

    private static final RedisCommand<List<Object>> EVALSHA =
            new RedisCommand<>("EVALSHA", RedisCommands.EVAL_LIST.getReplayMultiDecoder());

    /** Bytes. */
    private static final int LARGE = 64 << 10;

    private final RScript executor;
    private final ConnectionManager manager;
    private final Map<RedisClient, SharedConnection> shared = new ConcurrentHashMap<>();

    ScriptSender(RedissonClient redisson) {
        this.executor = redisson.getScript(ByteArrayCodec.INSTANCE);
        this.manager = ((Redisson) redisson).getCommandExecutor().getConnectionManager();
    }

    /** Whether a script moves so much that others should not stand behind it. */
    static boolean isLarge(Script script, Object[] arguments) {
        if (script == Script.PARTS || script == Script.CLAIM || script == Script.EXPIRE) {
            return true;
        }
        var bytes = 0L;
        for (var argument : arguments) {
            bytes += ((byte[]) argument).length;
        }
        return bytes > LARGE;
    }

    /**
     * Over a shared connection. The answer is a list, a number or bytes, as the script gives it.
     *
     * @param keys keys of one slot
     * @param arguments byte arrays
     */
    CompletableFuture<Object> direct(Script script, List<byte[]> keys, Object... arguments) {
        var connection = shared(keys).get();
        var parameters = parameters(script, keys, arguments);
        return connection.isDone() && !connection.isCompletedExceptionally()
                ? send(connection.join(), parameters)
                : connection.thenCompose(open -> send(open, parameters));
    }

    /**
     * The Redis that has these keys now.
     *
     * @throws IllegalStateException when none does at the moment
     */
    RedisClient serving(List<byte[]> keys) {
        var slot = keys.isEmpty() ? 0 : manager.calcSlot(keys.get(0));
        var entry = manager.getWriteEntry(slot);
        if (entry == null) {
            throw new IllegalStateException("No Redis serves slot " + slot + ". Check the state of the cluster.");
        }
        return entry.getClient();
    }

    private SharedConnection shared(List<byte[]> keys) {
        var client = serving(keys);
        var known = shared.get(client);
        return known != null ? known : first(client);
    }

    /** Another Redis than before: those that Redisson has left are forgotten. */
    private SharedConnection first(RedisClient client) {
        shared.keySet().removeIf(RedisClient::isShutdown);
        return shared.computeIfAbsent(client, SharedConnection::new);
    }

    private static Object[] parameters(Script script, List<byte[]> keys, Object[] arguments) {
        var parameters = new Object[2 + keys.size() + arguments.length];
        parameters[0] = script.shaBytes();
        parameters[1] = ScriptValues.bytes(keys.size());
        for (var i = 0; i < keys.size(); i++) {
            parameters[2 + i] = keys.get(i);
        }
        System.arraycopy(arguments, 0, parameters, 2 + keys.size(), arguments.length);
        return parameters;
    }

    private static CompletableFuture<Object> send(RedisConnection connection, Object[] parameters) {
        var answer = new CompletableFuture<Object>();
        connection
                .send(new CommandData<>(answer, ByteArrayCodec.INSTANCE, EVALSHA, parameters))
                .addListener(written -> {
                    if (!written.isSuccess()) {
                        answer.completeExceptionally(written.cause());
                    }
                });
        return answer;
    }

    /** Over a connection of Redisson's pool, to whichever Redis serves the first key now. */
    CompletableFuture<Object> followed(Script script, List<byte[]> keys, Object... arguments) {
        return executor.<Object>evalShaAsync(
                        RScript.Mode.READ_WRITE,
                        script.sha(),
                        RScript.ReturnType.LIST,
                        List.<Object>copyOf(keys),
                        arguments)
                .toCompletableFuture();
    }

    CompletableFuture<String> load(Script script) {
        return executor.scriptLoadAsync(script.source()).toCompletableFuture();
    }

    /** Leaves connections that no longer serve; the next script opens new ones. */
    void reconnect() {
        shared.values().forEach(SharedConnection::drop);
    }
}
