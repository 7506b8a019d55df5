package org.vedfolnir.session.store.redis.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import org.redisson.client.NettyHook;
import org.redisson.client.handler.CommandDecoder;

/** Puts a {@link ReplyGuard} into each connection: behind TLS, before whoever keeps what comes. */
final class ReplyGuardInstaller implements NettyHook {

    private final LastConnectionFailure trouble;

    ReplyGuardInstaller(LastConnectionFailure trouble) {
        this.trouble = trouble;
    }

    @Override
    public void afterBoostrapInitialization(Bootstrap bootstrap) {
        // connections are made as they are
    }

    @Override
    public void afterChannelInitialization(Channel channel) {
        for (var each : channel.pipeline()) {
            if (each.getValue() instanceof CommandDecoder) {
                channel.pipeline().addBefore(each.getKey(), "vedfolnir-reply-guard", new ReplyGuard(trouble));
                return;
            }
        }
        throw new IllegalStateException(
                "This Redisson reads replies in another way than the one that this jar was made with. Use"
                        + " the Redisson that is in the jar.");
    }
}
