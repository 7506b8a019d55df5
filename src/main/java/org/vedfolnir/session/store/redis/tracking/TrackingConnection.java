package org.vedfolnir.session.store.redis.tracking;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.handler.CommandDecoder;
import org.redisson.client.handler.ConnectionWatchdog;
import org.redisson.client.handler.PingConnectionHandler;
import org.redisson.client.protocol.RedisCommand;
import org.vedfolnir.session.store.redis.error.OutageReason;

/**
 * The connection on which one Redis tells of every change below a prefix: it has itself for the receiver, which takes one connection in RESP 2 as
 * well. Lost once, it is lost for good. Thread-safe.
 */
final class TrackingConnection {

    private static final RedisCommand<Object> CLIENT_ID = new RedisCommand<>("CLIENT", "ID");
    private static final RedisCommand<Object> TRACKING = new RedisCommand<>("CLIENT", "TRACKING");

    private final CompletableFuture<RedisConnection> connection;

    /** @param told also of a connection that could not be made */
    TrackingConnection(RedisClient client, String prefix, InvalidationDecoder.Told told) {
        this.connection = client.connectAsync().toCompletableFuture();
        connection
                .thenCompose(open -> track(open, prefix).thenAccept(tracking -> read(open, told)))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        told.refused(reason(failure));
                        close();
                    }
                });
    }

    /** What Redis said, without the command that Redisson adds; else what kind of failure it is. */
    private static String reason(Throwable failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        var said = String.valueOf(cause.getMessage());
        return said.matches("(?s)(NOPERM|ERR) .*") ? said.replaceFirst("(?s)[.;] .*", "") : OutageReason.of(cause);
    }

    private static CompletionStage<Object> track(RedisConnection open, String prefix) {
        return open.<Object, Object>async(StringCodec.INSTANCE, CLIENT_ID)
                .thenCompose(id -> open.async(
                        StringCodec.INSTANCE,
                        TRACKING,
                        "ON",
                        "REDIRECT",
                        String.valueOf(id),
                        "BCAST",
                        "PREFIX",
                        prefix));
    }

    private void read(RedisConnection open, InvalidationDecoder.Told told) {
        var channel = open.getChannel();
        channel.eventLoop().execute(() -> {
            without(channel, PingConnectionHandler.class); // its answer would be waited for in vain
            without(channel, ConnectionWatchdog.class); // would connect again, and be told nothing there
            channel.pipeline()
                    .addBefore(
                            channel.pipeline().context(CommandDecoder.class).name(),
                            "vedfolnir-changes",
                            new InvalidationDecoder(told));
        });
    }

    private static void without(Channel channel, Class<? extends ChannelHandler> handler) {
        if (channel.pipeline().get(handler) != null) {
            channel.pipeline().remove(handler);
        }
    }

    void close() {
        connection.thenAccept(RedisConnection::closeAsync);
    }
}
