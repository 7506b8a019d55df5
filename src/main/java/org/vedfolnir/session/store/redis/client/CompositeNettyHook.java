package org.vedfolnir.session.store.redis.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import java.util.List;
import org.redisson.client.NettyHook;

/** Combines several hooks, since Redisson accepts one. Calls them in order. */
record CompositeNettyHook(List<NettyHook> hooks) implements NettyHook {

    @Override
    public void afterBoostrapInitialization(Bootstrap bootstrap) {
        hooks.forEach(each -> each.afterBoostrapInitialization(bootstrap));
    }

    @Override
    public void afterChannelInitialization(Channel channel) {
        hooks.forEach(each -> each.afterChannelInitialization(channel));
    }
}
