package org.vedfolnir.history;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One visitor's connection to one node. It stays open between requests and never sends a request twice, because the checker must know which requests may
 * have been executed. {@code HttpClient} would repeat some. For one thread.
 */
final class Line implements AutoCloseable {

    private static final int CONNECT_MS = 500;
    private static final int ANSWER_MS = 3000;

    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    /** @param cookie of {@code Set-Cookie}, up to its attributes; empty for none */
    record Reply(int status, String cookie, String body) {}

    /** The request did not leave. */
    static final class NotSentException extends IOException {

        private static final long serialVersionUID = 1;

        NotSentException(IOException cause) {
            super("Not connected", cause);
        }
    }

    Line(int port) {
        this.port = port;
    }

    /** @param cookie the header's value; empty for none */
    Reply get(String path, String cookie) throws IOException {
        return send("GET", path, cookie);
    }

    /** The same for a request that changes something. */
    Reply post(String path, String cookie) throws IOException {
        return send("POST", path, cookie);
    }

    private Reply send(String method, String path, String cookie) throws IOException {
        try {
            var connected = connected();
            var header = cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
            connected
                    .getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: node\r\nContent-Length: 0\r\n" + header + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return reply();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private Socket connected() throws NotSentException {
        var known = socket;
        if (known != null) {
            return known;
        }
        try {
            var opened = new Socket();
            opened.setTcpNoDelay(true);
            opened.setSoTimeout(ANSWER_MS);
            opened.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            in = new BufferedInputStream(opened.getInputStream());
            socket = opened;
            return opened;
        } catch (IOException e) {
            throw new NotSentException(e);
        }
    }

    private Reply reply() throws IOException {
        var status = Integer.parseInt(line().split(" ")[1]);
        var cookie = "";
        var length = 0;
        var last = false;
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            var value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "set-cookie" -> cookie = value.split(";", 2)[0];
                case "content-length" -> length = Integer.parseInt(value);
                case "connection" -> last = value.equalsIgnoreCase("close");
                default -> {
                    // a header that is not recorded
                }
            }
        }
        var body = new String(stream().readNBytes(length), StandardCharsets.UTF_8);
        if (last) {
            close();
        }
        return new Reply(status, cookie, body);
    }

    private InputStream stream() throws IOException {
        var opened = in;
        if (opened == null) {
            throw new IOException("Not connected");
        }
        return opened;
    }

    private String line() throws IOException {
        var from = stream();
        var line = new StringBuilder();
        for (var c = from.read(); c != '\n'; c = from.read()) {
            if (c < 0) {
                throw new IOException("The node closed the connection in the middle of an answer.");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        var known = socket;
        socket = null;
        in = null;
        if (known != null) {
            try {
                known.close();
            } catch (IOException e) {
                // closed already
            }
        }
    }
}
