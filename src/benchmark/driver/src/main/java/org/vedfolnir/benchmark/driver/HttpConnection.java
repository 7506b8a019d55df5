package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection, with one request under way at most. Not blocking; it understands no more of HTTP than these answers need. */
final class HttpConnection implements AutoCloseable {

    private static final String LENGTH = "\r\nContent-Length: ";
    private static final String COOKIE = "\r\nSet-Cookie: ";

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
    /** Written last before a request goes out and read first when something came back: two threads may share the work. */
    private volatile long sentFor;

    private boolean good;
    private @Nullable String cookie;

    HttpConnection(int port, Selector selector) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** @param sentFor the moment from which the answer is waited for, in ns of {@link System#nanoTime} */
    void send(byte[] request, long sentFor) throws IOException {
        in.clear();
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
        var text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
        var head = text.indexOf("\r\n\r\n");
        if (head < 0 || text.length() < head + 4 + length(text, head)) {
            return false;
        }
        good = text.startsWith("HTTP/1.1 200") && text.startsWith("ok", head + 4);
        cookie = header(text, COOKIE, head);
        return true;
    }

    private static int length(String text, int head) {
        var length = header(text, LENGTH, head);
        return length == null ? 0 : Integer.parseInt(length);
    }

    private static @Nullable String header(String text, String name, int head) {
        var at = text.indexOf(name);
        return at < 0 || at > head ? null : text.substring(at + name.length(), text.indexOf("\r\n", at + 2));
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
