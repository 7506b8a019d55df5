package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that replies to everything with the bytes of a test, once or without end. */
final class HostileRedis implements AutoCloseable {

    private static final long ENDLESS = 200L * 1024 * 1024;

    private final ServerSocket listening = new ServerSocket(0);
    private final byte[] answer;
    private final boolean endless;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    HostileRedis(byte[] answer, boolean endless) throws IOException {
        this.answer = answer;
        this.endless = endless;
        inBackground(this::accept);
    }

    String url() {
        return "redis://127.0.0.1:" + listening.getLocalPort() + "/0";
    }

    int connections() {
        return connections.get();
    }

    /** Number of connections that the client has closed. */
    int broken() {
        return broken.get();
    }

    private void accept() throws IOException {
        while (true) {
            var client = listening.accept();
            connections.incrementAndGet();
            inBackground(() -> answer(client));
        }
    }

    private void answer(Socket client) throws IOException {
        var chunk = new byte[8192];
        try (client) {
            while (client.getInputStream().read(chunk) >= 0) {
                client.getOutputStream().write(answer);
                if (endless) {
                    repeat(client.getOutputStream());
                }
            }
        } finally {
            broken.incrementAndGet();
        }
    }

    private void repeat(OutputStream out) throws IOException {
        var more = new byte[64 * 1024];
        java.util.Arrays.fill(more, (byte) 'a');
        for (var sent = 0L; sent < ENDLESS; sent += more.length) {
            out.write(more);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // the client closed it
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
