package org.vedfolnir.session.store.redis.tracking;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ReplayingDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes its connection to Redis' invalidation messages, and decodes them in place of Redisson's decoder, which
 * hands messages to another thread and fails at a message that arrives while it waits for a reply. Follows a
 * {@code ReplyGuard}. Belongs to one connection.
 */
final class InvalidationDecoder extends ReplayingDecoder<Void> {

    static final String CHANNEL = "__redis__:invalidate";

    private static final String SUBSCRIBE = "*2\r\n$9\r\nSUBSCRIBE\r\n$20\r\n" + CHANNEL + "\r\n";

    private final Listener listener;

    /** Receives the messages, on the thread of the connection. */
    interface Listener {

        void subscribed();

        /** @param keys in no order */
        void changed(List<String> keys);

        void everythingChanged();

        void refused(String error);

        void lost();
    }

    InvalidationDecoder(Listener listener) {
        this.listener = listener;
    }

    /** Subscribes only after it was added, so that no reply reaches Redisson. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        super.handlerAdded(context);
        context.writeAndFlush(Unpooled.copiedBuffer(SUBSCRIBE, StandardCharsets.US_ASCII));
        if (!context.channel().isActive()) {
            listener.lost();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        listener.lost();
        super.channelInactive(context);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        var kind = in.getByte(in.readerIndex());
        var reply = reply(in);
        if (kind == '-') {
            listener.refused(String.valueOf(reply));
            context.close();
        } else if (reply instanceof List<?> message && message.size() == 3) {
            dispatch(message);
        }
    }

    private void dispatch(List<?> message) {
        if ("subscribe".equals(message.get(0))) {
            listener.subscribed();
        } else if (!"message".equals(message.get(0))) {
            return;
        } else if (message.get(2) instanceof List<?> keys) {
            listener.changed(keys.stream().map(String::valueOf).toList());
        } else {
            listener.everythingChanged();
        }
    }

    private static @Nullable Object reply(ByteBuf in) {
        var kind = in.readByte();
        var line = text(in, in.bytesBefore((byte) '\r'));
        return switch (kind) {
            case '*' -> list(in, Integer.parseInt(line));
            case '$' -> bulk(in, Integer.parseInt(line));
            default -> line;
        };
    }

    private static @Nullable Object bulk(ByteBuf in, int length) {
        return length < 0 ? null : text(in, length);
    }

    private static String text(ByteBuf in, int length) {
        var text = in.readSlice(length).toString(StandardCharsets.UTF_8);
        in.skipBytes(2);
        return text;
    }

    private static @Nullable Object list(ByteBuf in, int size) {
        if (size < 0) {
            return null;
        }
        var elements = new ArrayList<@Nullable Object>();
        for (var i = 0; i < size; i++) {
            elements.add(reply(in));
        }
        return elements;
    }
}
