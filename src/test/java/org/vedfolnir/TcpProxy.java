package org.vedfolnir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy between a client and its server that can stall their connections without closing them, as a firewall that forgot them, or a machine that
 * vanished.
 */
public final class TcpProxy implements AutoCloseable {

    private final ServerSocket server;
    private volatile int target;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();
    private final Object change = new Object();
    private boolean stalled;

    private final class Pair {

        private final Socket client;
        private final Socket server;
        private volatile boolean dead;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            daemon(() -> pump(client, server));
            daemon(() -> pump(server, client));
        }

        private void pump(Socket from, Socket to) {
            var bytes = new byte[8192];
            try {
                for (var count = read(from, bytes); count >= 0; count = read(from, bytes)) {
                    awaitFlow();
                    to.getOutputStream().write(bytes, 0, count);
                }
                awaitFlow();
                close();
            } catch (IOException | InterruptedException e) {
                close();
            }
        }

        private static int read(Socket from, byte[] bytes) throws IOException {
            return from.getInputStream().read(bytes);
        }

        private void awaitFlow() throws InterruptedException {
            synchronized (change) {
                while (stalled || dead) {
                    change.wait();
                }
            }
        }

        void close() {
            try (client;
                    server) {
                pairs.remove(this);
            } catch (IOException e) {
                // already closed
            }
        }
    }

    /** @param target a port on this machine */
    public TcpProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                var pair = new Pair(client, new Socket(InetAddress.getLoopbackAddress(), target));
                pairs.add(pair);
                pair.start();
            } catch (IOException e) {
                // the server is unavailable, or this proxy is closed
            }
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Stalls all connections, new ones too. */
    public void stall() {
        synchronized (change) {
            stalled = true;
        }
    }

    /** Stalls the current connections for ever; new ones work. */
    public void abandon() {
        synchronized (change) {
            pairs.forEach(pair -> pair.dead = true);
            stalled = false;
            change.notifyAll();
        }
    }

    /** Ends a stall. */
    public void resume() {
        synchronized (change) {
            stalled = false;
            change.notifyAll();
        }
    }

    /** Changes the server, as after a failover. Connections to the former one break. */
    public void switchTo(int port) {
        target = port;
        pairs.forEach(Pair::close);
    }

    @Override
    public void close() throws IOException {
        server.close();
        pairs.forEach(Pair::close);
    }
}
