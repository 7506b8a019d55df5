package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A wire between a node and Redis that loses answers: Redis has done what it was asked to, and the node never hears of it, because the
 * connection breaks first.
 */
public final class LossyWire implements AutoCloseable {

    private final ServerSocket listening;
    private final int redis;
    private final List<Socket> open = new ArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile @Nullable String losing;
    private volatile Runnable meanwhile = () -> {};

    public LossyWire(RealRedis redis) throws IOException {
        this.redis = redis.port();
        this.listening = new ServerSocket(0);
        inBackground(this::accept);
    }

    public String url() {
        return "redis://127.0.0.1:" + listening.getLocalPort() + "/0";
    }

    /**
     * Loses the next answer that contains this text.
     *
     * @param meanwhile what happens between Redis' answer and its loss
     */
    public void loseNext(String text, Runnable meanwhile) {
        this.meanwhile = meanwhile;
        losing = text;
    }

    /** How many answers were lost. */
    public int lost() {
        return lost.get();
    }

    private void accept() throws IOException {
        while (true) {
            var client = listening.accept();
            var server = new Socket("127.0.0.1", redis);
            synchronized (open) {
                open.add(client);
                open.add(server);
            }
            inBackground(() -> client.getInputStream().transferTo(server.getOutputStream()));
            inBackground(() -> answers(server.getInputStream(), client.getOutputStream(), client));
        }
    }

    private void answers(InputStream from, OutputStream to, Socket client) throws IOException {
        var chunk = new byte[65536];
        for (var length = from.read(chunk); length >= 0; length = from.read(chunk)) {
            var text = losing;
            if (text != null && new String(chunk, 0, length, StandardCharsets.ISO_8859_1).contains(text)) {
                losing = null;
                lost.incrementAndGet();
                meanwhile.run();
                client.close();
                return;
            }
            to.write(chunk, 0, length);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** A connection that breaks is the end of its thread, and what this is for. */
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
    public void close() {
        try {
            listening.close();
            synchronized (open) {
                for (var socket : open) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
