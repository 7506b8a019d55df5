package org.vedfolnir.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The connection between a node and Redis. It can be slow, stall, break, and break just after Redis has executed a command, so that the node gets no
 * reply. It never loses a part of a connection that stays open, as TCP does not.
 */
final class BadWire implements AutoCloseable {

    private final ServerSocket listening;
    private final int redis;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile long delayMs;
    private volatile long stillUntil = System.nanoTime();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean losing;

    BadWire(int redis) throws IOException {
        this.redis = redis;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inBackground(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Each piece takes this long to arrive. */
    void slow(long ms) {
        delayMs = ms;
    }

    /**
     * Stalls every other connection for that time. All of it arrives afterwards, so a command that was sent again over another connection overtakes the
     * first one.
     */
    void stopHalf(long ms) {
        stillUntil = System.nanoTime() + ms * 1_000_000;
    }

    /** Each answer breaks its connection instead of arriving. */
    void loseAnswers(boolean lose) {
        losing = lose;
    }

    /** Breaks all connections. */
    void reset() {
        open.forEach(BadWire::breakOff);
    }

    private void accept() throws IOException {
        while (true) {
            var client = listening.accept();
            try {
                carry(client, new Socket(InetAddress.getLoopbackAddress(), redis));
            } catch (IOException e) {
                breakOff(client); // Redis is not there
            }
        }
    }

    private void carry(Socket client, Socket server) throws IOException {
        for (var end : new Socket[] {client, server}) {
            end.setTcpNoDelay(true);
            open.add(end);
        }
        var stops = connections.incrementAndGet() % 2 == 0;
        inBackground(() -> carry(client, server, stops, false));
        inBackground(() -> carry(server, client, stops, true));
    }

    private void carry(Socket from, Socket to, boolean stops, boolean answers) throws IOException {
        try {
            pump(from.getInputStream(), to.getOutputStream(), stops, answers);
        } finally {
            breakOff(from);
            breakOff(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private void pump(InputStream from, OutputStream to, boolean stops, boolean answers) throws IOException {
        var piece = new byte[65536];
        for (var length = from.read(piece); length >= 0; length = from.read(piece)) {
            takeTime(stops);
            if (answers && losing) {
                return;
            }
            to.write(piece, 0, length);
        }
    }

    private void takeTime(boolean stops) {
        if (delayMs > 0) {
            LockSupport.parkNanos(delayMs * 1_000_000);
        }
        for (var left = stillUntil - System.nanoTime(); stops && left > 0; left = stillUntil - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** By RST, as if the machine vanished. */
    private static void breakOff(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // broken already
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** A broken connection ends its thread, and is the purpose of this class. */
    private static void inBackground(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        reset();
    }
}
