package org.vedfolnir.instance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server on the loopback interface that acts as an instance. It knows one token, and records the requests. */
public final class PlayedInstance implements AutoCloseable {

    public static final String TOKEN = "nightingale-and-rose";

    static final String INSTANCE = "/api/v2/instance";
    static final String ACCOUNT = "/api/v1/accounts/verify_credentials";

    /** How it answers. */
    interface Manner {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Manner manner = PlayedInstance::behave;

    /** @param tls null for plain HTTP */
    PlayedInstance(@Nullable SSLContext tls) throws IOException {
        var where = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            server = HttpServer.create(where, 0);
        } else {
            var encrypted = HttpsServer.create(where, 0);
            encrypted.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = encrypted;
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                    + (authorization == null ? "" : " " + authorization));
            manner.answer(exchange);
        });
        server.start();
    }

    /** Without TLS. */
    public static PlayedInstance plain() throws IOException {
        return new PlayedInstance(null);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Method, path and {@code Authorization} of each request. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    void answers(Manner next) {
        manner = next;
    }

    void answers(int status, String body) {
        manner = exchange -> send(exchange, status, body);
    }

    void redirects(String location) {
        manner = exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            send(exchange, 302, "");
        };
    }

    /** Never, until it is closed. */
    void stalls() {
        manner = exchange -> await(Long.MAX_VALUE);
    }

    /** A byte at a time, each within every timeout of a read, and never the last. */
    void drips() {
        manner = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (!await(100)) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
        };
    }

    /** As fast as it can, and never the last. */
    void floods() {
        manner = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var much = " ".repeat(8192).getBytes(StandardCharsets.US_ASCII);
            while (!await(0)) {
                exchange.getResponseBody().write(much);
            }
        };
    }

    private boolean await(long milliseconds) throws IOException {
        try {
            return over.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    static void behave(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case INSTANCE -> send(exchange, 200, "{\"domain\":\"played\",\"version\":\"4.3.2\"}");
            case ACCOUNT -> {
                if (("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                    send(exchange, 200, "{\"id\":\"1\",\"username\":\"alice\",\"acct\":\"alice\"}");
                } else {
                    send(exchange, 401, "{\"error\":\"The access token is invalid\"}");
                }
            }
            default -> send(exchange, 404, "{}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
