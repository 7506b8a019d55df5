package org.vedfolnir.run.check;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request with a delayed body: its session is opened, and saved only after the rest has arrived. */
record SlowPost(Socket socket, String cookie) implements AutoCloseable {

    private static final int LATE = "&appearance=dark".length();

    SlowPost(int port, String cookie) throws IOException {
        this(new Socket("127.0.0.1", port), cookie);
        socket.setSoTimeout(10_000);
    }

    void begin(String body) throws IOException {
        send("POST /appearance HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nUser-Agent: " + Visitor.AGENT
                + "\r\nCookie: " + cookie
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + (body.length() + LATE)
                + "\r\n\r\n" + body);
    }

    int finish(String rest) throws IOException {
        send(rest);
        var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Integer.parseInt(answer.substring(9, 12));
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
