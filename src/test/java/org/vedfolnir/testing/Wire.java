package org.vedfolnir.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** One connection to a node, byte by byte: for requests that no HTTP client would send, and for many in a short time. */
public final class Wire implements AutoCloseable {

    private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: ([^;]+);");
    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");

    private final Listening node;
    private final String host;
    private Socket socket;
    private InputStream in;

    /**
     * A response.
     *
     * @param head in lower case
     * @param sent the head as it was sent
     */
    public record Reply(int status, String head, String body, String cookie, String sent) {}

    public Wire(Listening node) {
        this(node, "node");
    }

    /** Requests go to the host of that name. */
    public Wire(Listening node, String host) {
        this.node = node;
        this.host = host;
        this.socket = connect();
        this.in = input();
    }

    private Socket connect() {
        try {
            var connected = new Socket("127.0.0.1", node.port());
            connected.setTcpNoDelay(true);
            connected.setSoTimeout(30_000);
            return connected;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream input() {
        try {
            return new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Reply get(String path, String cookieHeader) {
        begin(path, cookieHeader);
        return reply();
    }

    /** Sends a form whose fields are in the path. */
    public Reply post(String path, String cookieHeader) {
        send("POST", path, cookieHeader, "Content-Length: 0\r\n");
        return reply();
    }

    /** Sends a request and does not wait for the response. */
    public void begin(String path, String cookieHeader) {
        send("GET", path, cookieHeader, "");
    }

    private void send(String method, String path, String cookieHeader, String headers) {
        var cookie = cookieHeader.isEmpty() ? "" : "Cookie: " + cookieHeader + "\r\n";
        try {
            var request = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + cookie + headers + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Reply reply() {
        try {
            var sent = head();
            var head = sent.toLowerCase(Locale.ROOT);
            var length = LENGTH.matcher(head);
            var body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : in.readAllBytes();
            if (head.contains("connection: close")) {
                socket.close();
                socket = connect();
                in = input();
            }
            var status = Integer.parseInt(head.substring(9, 12));
            return new Reply(status, head, new String(body, StandardCharsets.UTF_8), cookie(sent), sent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cookie(String head) {
        var found = COOKIE.matcher(head);
        return found.find() ? found.group(1) : "";
    }

    private String head() throws IOException {
        var head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            var c = in.read();
            if (c < 0) {
                throw new IOException("The node closed the connection in the middle of a response.");
            }
            head.append((char) c);
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
