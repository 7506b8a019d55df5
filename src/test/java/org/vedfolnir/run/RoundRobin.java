package org.vedfolnir.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One address for several nodes: each connection goes to the next of them, as a simple load balancer does it. */
final class RoundRobin implements AutoCloseable {

    private final ServerSocket server;
    private final List<Integer> ports;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

    RoundRobin(List<Integer> ports) throws IOException {
        this.ports = ports;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        begin(this::accept);
    }

    String address() {
        return "http://localhost:" + server.getLocalPort();
    }

    private void accept() {
        try {
            for (var i = 0; ; i++) {
                var client = server.accept();
                var node = new Socket(InetAddress.getLoopbackAddress(), ports.get(i % ports.size()));
                open.add(client);
                open.add(node);
                begin(() -> pass(client, node));
                begin(() -> pass(node, client));
            }
        } catch (IOException e) {
            // it is closed
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            var bytes = new byte[8192];
            for (int read; (read = from.getInputStream().read(bytes)) >= 0; ) {
                to.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException e) {
            // one of them has gone
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void begin(Runnable work) {
        var thread = new Thread(work, "round-robin");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
