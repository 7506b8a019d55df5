package org.vedfolnir.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A request byte by byte, as no HTTP client would send it, on its own connection. Unlike {@code testing.Wire} it sends any method, headers and body, and
 * returns the whole response.
 */
final class RawRequest {

    private RawRequest() {}

    /**
     * @param head request line and headers, each with its end of line, without host and connection
     * @return the whole response
     */
    static String send(int port, String head, String body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(15_000);
            var request = head + "Host: localhost:" + port + "\r\nConnection: close\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String form(int port, String path, String type, String body) throws IOException {
        return send(
                port,
                "POST " + path + " HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + body.length() + "\r\n",
                body);
    }
}
