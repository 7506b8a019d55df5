package org.vedfolnir.session.store.redis.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.redisson.client.NettyHook;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.handler.CommandsQueue;

/**
 * Fails the commands of a connection as soon as it is lost. Redisson would let those that were already written wait for
 * their timeout, although no reply can arrive any more.
 */
final class FailFastOnDisconnect implements NettyHook {

    @Override
    public void afterBoostrapInitialization(Bootstrap bootstrap) {
        // each connection is prepared below
    }

    @Override
    public void afterChannelInitialization(Channel channel) {
        // first, because Redisson's own handler empties the queue
        channel.pipeline().addFirst(new FailWaiting());
    }

    private static final class FailWaiting extends ChannelInboundHandlerAdapter {

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            var waiting = context.channel().attr(CommandsQueue.COMMANDS_QUEUE).get();
            if (waiting != null) {
                var lost = new RedisConnectionException("The connection was closed before the reply arrived.");
                waiting.forEach(command -> command.getCommand().tryFailure(lost));
            }
            super.channelInactive(context);
        }
    }
}
