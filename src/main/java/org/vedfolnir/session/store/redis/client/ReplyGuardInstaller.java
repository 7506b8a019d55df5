package org.vedfolnir.session.store.redis.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import org.redisson.client.NettyHook;
import org.redisson.client.handler.CommandDecoder;

/** Adds a {@link ReplyGuard} to each connection: behind TLS, before the handler that buffers replies. */
final class ReplyGuardInstaller implements NettyHook {

    private final LastConnectionFailure lastFailure;

    ReplyGuardInstaller(LastConnectionFailure lastFailure) {
        this.lastFailure = lastFailure;
    }

    @Override
    public void afterBoostrapInitialization(Bootstrap bootstrap) {
        // each connection is prepared below
    }

    @Override
    public void afterChannelInitialization(Channel channel) {
        for (var each : channel.pipeline()) {
            if (each.getValue() instanceof CommandDecoder) {
                channel.pipeline().addBefore(each.getKey(), "vedfolnir-reply-guard", new ReplyGuard(lastFailure));
                return;
            }
        }
        throw new IllegalStateException(
                "This Redisson decodes replies in another way than the one that this jar was built with. Use"
                        + " the Redisson that is in the jar.");
    }
}
