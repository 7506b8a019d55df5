package org.vedfolnir.session.store.redis.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;

/**
 * Parses the replies of a Redis and closes the connection if one is invalid or too large: the client behind it buffers
 * a reply until it is complete, and allocates as many elements as a reply announces. A hostile server could exhaust the
 * memory of a node with a few bytes. Belongs to one connection.
 */
final class ReplyGuard extends ChannelInboundHandlerAdapter {

    static final int MOST_BYTES = 32 * 1024 * 1024;
    static final int MOST_ELEMENTS = 1_000_000;
    static final int DEEPEST = 8;
    static final int LONGEST_LINE = 64 * 1024;

    private static final System.Logger LOG = System.getLogger(ReplyGuard.class.getName());

    private final LastConnectionFailure lastFailure;
    /** The number of missing elements of each open array. */
    private final long[] open = new long[DEEPEST + 1];

    private int depth;
    private long elements;
    private long payload;
    private byte kind;
    private long length;
    private boolean negative;
    private int lineBytes;

    ReplyGuard(LastConnectionFailure lastFailure) {
        this.lastFailure = lastFailure;
    }

    /** Notes a failed handshake, which no command that waits for the connection sees. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent shaken && !shaken.isSuccess()) {
            lastFailure.note(shaken.cause());
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        try {
            if (message instanceof ByteBuf bytes) {
                scan(bytes);
            }
        } catch (HostileReplyException e) {
            ReferenceCountUtil.release(message);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The Redis at {0} sent an invalid reply ({1}); the connection was closed. Check which server"
                            + " listens there.",
                    context.channel().remoteAddress(),
                    e.getMessage());
            context.close();
            return;
        }
        super.channelRead(context, message);
    }

    private void scan(ByteBuf bytes) throws HostileReplyException {
        var at = bytes.readerIndex();
        var end = bytes.writerIndex();
        while (at < end) {
            if (payload > 0) {
                var step = (int) Math.min(payload, end - at);
                payload -= step;
                at += step;
                if (payload == 0) {
                    elementEnded();
                }
            } else {
                next(bytes.getByte(at++));
            }
        }
    }

    private void next(byte each) throws HostileReplyException {
        if (kind == 0) {
            begin(each);
        } else if (each == '\n') {
            endOfLine();
        } else if (each != '\r') {
            line(each);
        }
    }

    private void begin(byte each) throws HostileReplyException {
        if ("+-:$*".indexOf(each) < 0) {
            throw new HostileReplyException("a reply of the kind " + each);
        }
        kind = each;
        length = 0;
        negative = false;
        lineBytes = 0;
    }

    private void line(byte each) throws HostileReplyException {
        if (++lineBytes > LONGEST_LINE) {
            throw new HostileReplyException("a line of more than " + LONGEST_LINE + " bytes");
        }
        if (kind != '$' && kind != '*') {
            return;
        }
        if (each == '-' && lineBytes == 1) {
            negative = true;
        } else if (each >= '0' && each <= '9' && length <= MOST_BYTES) {
            length = length * 10 + each - '0';
        } else {
            throw new HostileReplyException("a length that is not a number, or too large");
        }
    }

    private void endOfLine() throws HostileReplyException {
        var ended = kind;
        kind = 0;
        if (ended == '$') {
            bulk();
        } else if (ended == '*') {
            array();
        } else {
            elementEnded();
        }
    }

    private void bulk() throws HostileReplyException {
        if (isNull()) {
            elementEnded();
        } else if (length > MOST_BYTES) {
            throw new HostileReplyException("a value of more than " + MOST_BYTES + " bytes");
        } else {
            payload = length + 2;
        }
    }

    private void array() throws HostileReplyException {
        if (isNull() || length == 0) {
            elementEnded();
            return;
        }
        elements += length;
        if (elements > MOST_ELEMENTS || depth == DEEPEST) {
            throw new HostileReplyException(
                    "an array of more than " + MOST_ELEMENTS + " elements, or " + DEEPEST + " deep");
        }
        open[++depth] = length;
    }

    /** Redis writes -1 for null, and no other negative number. */
    private boolean isNull() throws HostileReplyException {
        if (negative && length != 1 || lineBytes == 0) {
            throw new HostileReplyException("a negative or missing length");
        }
        return negative;
    }

    private void elementEnded() {
        while (depth > 0 && --open[depth] == 0) {
            depth--;
        }
        if (depth == 0) {
            elements = 0;
        }
    }

    private static final class HostileReplyException extends Exception {

        private static final long serialVersionUID = 1;

        HostileReplyException(String what) {
            super(what);
        }
    }
}
