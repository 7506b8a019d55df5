package org.vedfolnir.packaging;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** Requests from another address of this machine than the proxy has, so that the two can be told apart. */
record RawTlsClient(String address) {

    /** A client of the proxy. */
    String get(SSLContext tls, int port, String path, String... headers) throws IOException {
        try (var plain = connected(port);
                var socket = tls.getSocketFactory().createSocket(plain, "localhost", port, true)) {
            return exchange(socket, port, path, headers);
        }
    }

    /** A client that passes the proxy by. */
    String getPlain(int port, String path, String... headers) throws IOException {
        try (var socket = connected(port)) {
            return exchange(socket, port, path, headers);
        }
    }

    private Socket connected(int port) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String exchange(Socket socket, int port, String path, String... headers) throws IOException {
        var lines = String.join(
                "", java.util.Arrays.stream(headers).map(each -> each + "\r\n").toList());
        var request =
                "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n" + lines + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
