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
 * The connection on which one Redis reports every change below a prefix. It redirects the messages to itself, so that
 * one connection is sufficient in RESP 2 too. Not reopened after a loss. Thread-safe.
 */
final class TrackingConnection {

    private static final RedisCommand<Object> CLIENT_ID = new RedisCommand<>("CLIENT", "ID");
    private static final RedisCommand<Object> TRACKING = new RedisCommand<>("CLIENT", "TRACKING");

    private final CompletableFuture<RedisConnection> connection;

    /** @param listener also notified of a connection that could not be established */
    TrackingConnection(RedisClient client, String prefix, InvalidationDecoder.Listener listener) {
        this.connection = client.connectAsync().toCompletableFuture();
        connection
                .thenCompose(open -> track(open, prefix).thenAccept(tracking -> read(open, listener)))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        listener.refused(reason(failure));
                        close();
                    }
                });
    }

    /** Returns Redis' error without the command that Redisson adds; otherwise the kind of failure. */
    private static String reason(Throwable failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        var message = String.valueOf(cause.getMessage());
        return message.matches("(?s)(NOPERM|ERR) .*")
                ? message.replaceFirst("(?s)[.;] .*", "")
                : OutageReason.of(cause);
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

    private void read(RedisConnection open, InvalidationDecoder.Listener listener) {
        var channel = open.getChannel();
        channel.eventLoop().execute(() -> {
            without(channel, PingConnectionHandler.class); // its reply would never be seen
            without(channel, ConnectionWatchdog.class); // would reconnect, without a subscription
            channel.pipeline()
                    .addBefore(
                            channel.pipeline().context(CommandDecoder.class).name(),
                            "vedfolnir-changes",
                            new InvalidationDecoder(listener));
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
