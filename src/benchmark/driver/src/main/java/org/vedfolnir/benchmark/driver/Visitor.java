package org.vedfolnir.benchmark.driver;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** One visitor's connection to one server. It can look at the beginning of an answer before its end is there. */
final class Visitor implements AutoCloseable {

    private final int port;
    private Socket socket;
    private InputStream in;
    private String head = "";

    Visitor(int port) throws IOException {
        this.port = port;
        this.socket = connected(port);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    private static Socket connected(int port) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        return socket;
    }

    String get(String path, String cookie) throws IOException {
        begin(path, cookie);
        return end();
    }

    /** The form is encoded already. */
    String post(String path, String cookie, String form) throws IOException {
        socket.getOutputStream().write(Requests.post(path, cookie, form));
        head = "";
        return end();
    }

    /** Sends and does not wait. */
    void begin(String path, String cookie) throws IOException {
        socket.getOutputStream().write(Requests.get(path, cookie));
        head = "";
    }

    /** Waits until the answer begins: a visitor may go on from here. */
    void awaitBeginning() throws IOException {
        head = line();
        for (var line = line(); !line.isEmpty(); line = line()) {
            head += "\n" + line;
        }
    }

    /** The body of the answer; "410" and the like when it is not 200. */
    String end() throws IOException {
        if (head.isEmpty()) {
            awaitBeginning();
        }
        var body =
                header("Transfer-Encoding").equals("chunked") ? chunks() : read(number(header("Content-Length"), 10));
        if (header("Connection").equals("close")) {
            socket.close();
            socket = connected(port);
            in = new BufferedInputStream(socket.getInputStream());
        }
        var status = head.substring(9, 12);
        return status.equals("200") ? body : status;
    }

    /** The cookie that the answer set, as {@code name=value}. */
    String cookie() {
        return header("Set-Cookie").split(";", 2)[0];
    }

    /** All cookies that the answer set, each as {@code name=value}. */
    List<String> cookies() {
        return headers("Set-Cookie").map(each -> each.split(";", 2)[0]).toList();
    }

    private String header(String name) {
        return headers(name).findFirst().orElse("");
    }

    private Stream<String> headers(String name) {
        return head.lines().filter(line -> line.startsWith(name + ": ")).map(line -> line.substring(name.length() + 2));
    }

    private static int number(String text, int radix) {
        return text.isEmpty() ? 0 : Integer.parseInt(text, radix);
    }

    private String chunks() throws IOException {
        var body = new StringBuilder();
        for (var length = number(line(), 16); length > 0; length = number(line(), 16)) {
            body.append(read(length));
            line();
        }
        line();
        return body.toString();
    }

    private String read(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The server closed a visitor's connection.");
            }
            line.append((char) c);
        }
        in.read();
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
