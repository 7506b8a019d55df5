package org.vedfolnir.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** One connection of a client that sends any bytes, and waits for a response or not. For one thread. */
final class Stranger implements AutoCloseable {

    private final Socket socket;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean ended;

    Stranger(int port) throws IOException {
        this(port, InetAddress.getLoopbackAddress());
    }

    private Stranger(int port, InetAddress from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
        socket.setSoTimeout(1);
    }

    /** From one of 250 networks; on Linux all of 127.0.0.0/8 is this machine. */
    static Stranger from(int network, int port) throws IOException {
        return new Stranger(port, InetAddress.getByAddress(new byte[] {127, 0, (byte) (1 + network % 250), 1}));
    }

    /** A request that announces a longer body than it sends. */
    static String unfinished(String method, String path, String type) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: "
                + type + "\r\nContent-Length: 1000\r\n\r\nx";
    }

    /** The same without a length. */
    static String unfinishedInChunks(String path) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nx";
    }

    /** A whole sign-in form; the connection closes after its answer. */
    static String signIn(String name, String password) {
        var body = "username=" + name + "&password=" + password;
        return "POST /login HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    /** @return false if the other side has closed the connection */
    boolean send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The bytes that have arrived so far, without waiting. */
    String answer() {
        var buffer = new byte[8192];
        try {
            for (var read = 0; !ended && (read = socket.getInputStream().read(buffer)) != 0; ) {
                ended = read < 0;
                answer.write(buffer, 0, Math.max(read, 0));
            }
        } catch (SocketTimeoutException e) {
            // nothing more for now
        } catch (IOException e) {
            ended = true;
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** 0 while there is none. */
    int status() {
        var line = answer();
        return line.startsWith("HTTP/1.1 ") ? Integer.parseInt(line.substring(9, 12)) : 0;
    }

    /** Whether an answer is complete, or the connection was closed without one. */
    boolean isOver() {
        answer();
        return ended;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
