package org.vedfolnir.benchmark.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

    private static final long PATIENCE_MILLIS = 30_000;

    private ServerSocket door;
    private Selector selector;
    private HttpConnection connection;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        selector = Selector.open();
        connection = new HttpConnection(door.getLocalPort(), selector);
        server = door.accept();
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        server.close();
        selector.close();
        door.close();
    }

    private void notCompleteWith(String part) throws IOException {
        send(part);
        awaitBytes();
        assertThat(connection.read()).as("complete with " + part).isFalse();
        selector.selectedKeys().clear();
    }

    /** Ends when it is. */
    private void completeWith(String part) throws IOException {
        send(part);
        do {
            selector.selectedKeys().clear();
            awaitBytes();
        } while (!connection.read());
        selector.selectedKeys().clear();
    }

    private void awaitBytes() throws IOException {
        assertThat(selector.select(PATIENCE_MILLIS)).as("sockets with bytes").isOne();
    }

    private void send(String part) throws IOException {
        server.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void ask() throws IOException {
        connection.send(Requests.get("/", ""), 1);
    }

    @Test
    void waitsForTheLastChunkOfAPageThatIsSentInChunks() throws IOException {
        ask();
        notCompleteWith("HTTP/1.1 200 \r\nSet-Cookie: a=b; Path=/\r\nTransfer-Encoding: chunked\r\n");
        notCompleteWith("\r\n6\r\nok<li>\r\n");
        notCompleteWith("3\r\nend\r\n");
        completeWith("0\r\n\r\n");
        assertThat(connection.good()).isTrue();
        assertThat(connection.cookie()).isEqualTo("a=b");
    }

    @Test
    void readsTheNextAnswerOfTheSameConnection() throws IOException {
        ask();
        completeWith("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
        ask();
        notCompleteWith("HTTP/1.1 200 \r\nContent-Length: 4\r\n\r\nto");
        completeWith("rn");
        assertThat(connection.good()).isFalse();
    }

    @Test
    void takesAnotherStatusForWrong() throws IOException {
        ask();
        completeWith("HTTP/1.1 503 \r\nContent-Length: 2\r\n\r\nok");
        assertThat(connection.good()).isFalse();
    }

    @Test
    void connectsAnewAfterTheLastAnswerOfAConnection() throws IOException {
        ask();
        completeWith("HTTP/1.1 503 \r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        server.close();
        server = door.accept();
        ask();
        completeWith("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok");
        assertThat(connection.good()).isTrue();
    }
}
