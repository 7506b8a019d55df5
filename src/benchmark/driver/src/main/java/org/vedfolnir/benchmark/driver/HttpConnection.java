package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection, with one request under way at most. Not blocking; it understands no more of HTTP than these answers need. */
final class HttpConnection implements AutoCloseable {

    private static final String LENGTH = "\r\nContent-Length: ";
    private static final String CHUNKED = "\r\nTransfer-Encoding: chunked";
    /** Tomcat ends a connection after some responses that are not 200. */
    private static final String LAST_ANSWER = "\r\nConnection: close";

    private static final String COOKIE = "\r\nSet-Cookie: ";
    /** No page has these bytes in its text. */
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final int port;
    private final Selector selector;
    private SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    /** Written last before a request goes out and read first when something came back: two threads may share the work. */
    private volatile long sentFor;

    private String head = "";
    private boolean good;
    private @Nullable String cookie;

    HttpConnection(int port, Selector selector) throws IOException {
        this.port = port;
        this.selector = selector;
        this.channel = open();
    }

    private SocketChannel open() throws IOException {
        var opened = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_READ, this);
        return opened;
    }

    /** @param sentFor the moment from which the answer is waited for, in ns of {@link System#nanoTime} */
    void send(byte[] request, long sentFor) throws IOException {
        in.clear();
        head = "";
        this.sentFor = sentFor;
        var out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** Reads what is there; true as soon as the answer is complete. */
    boolean read() throws IOException {
        if (sentFor == 0 || channel.read(in) < 0) {
            throw new IOException("The server closed a connection in the middle of the load.");
        }
        if (!in.hasRemaining()) {
            throw new IOException(
                    "An answer is longer than the " + in.capacity() + " bytes that the load has for one.");
        }
        if (head.isEmpty()) {
            var text = text(0, in.position());
            var end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return false;
            }
            head = text.substring(0, end);
        }
        if (!complete()) {
            return false;
        }
        good = head.startsWith("HTTP/1.1 200") && body().startsWith("ok");
        cookie = header(COOKIE);
        if (head.contains(LAST_ANSWER)) {
            channel.close();
            channel = open();
        }
        return true;
    }

    private boolean complete() {
        var end = in.position();
        var from = Math.max(head.length() + 2, end - LAST_CHUNK.length);
        return head.contains(CHUNKED)
                ? Arrays.equals(in.array(), from, end, LAST_CHUNK, 0, LAST_CHUNK.length)
                : end >= head.length() + 4 + length();
    }

    /** Its first bytes, without the length of the first chunk. */
    private String body() {
        var from = head.length() + 4;
        var begin = text(from, Math.min(in.position() - from, 16));
        return head.contains(CHUNKED) ? begin.substring(begin.indexOf('\n') + 1) : begin;
    }

    private String text(int from, int length) {
        return new String(in.array(), from, length, StandardCharsets.ISO_8859_1);
    }

    private int length() {
        var length = header(LENGTH);
        return length == null ? 0 : Integer.parseInt(length);
    }

    private @Nullable String header(String name) {
        var at = head.indexOf(name);
        if (at < 0) {
            return null;
        }
        var end = head.indexOf("\r\n", at + 2);
        return head.substring(at + name.length(), end < 0 ? head.length() : end);
    }

    long sentFor() {
        return sentFor;
    }

    /** Whether the last answer was 200 and says "ok". */
    boolean good() {
        return good;
    }

    /** The cookie that came with the last answer, ready for a request: {@code name=value}. */
    @Nullable
    String cookie() {
        return cookie == null ? null : cookie.split(";", 2)[0];
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
