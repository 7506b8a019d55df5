package org.vedfolnir.session.store.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A faulty connection between a node and Redis. It can lose a reply after Redis has executed the command, break in the middle of a request,
 * or be slow.
 */
public final class LossyWire implements AutoCloseable {

    private final ServerSocket listening;
    private final int redis;
    private final List<Socket> open = new ArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final AtomicInteger cutAfter = new AtomicInteger(-1);
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(LossyWire::daemon);
    private volatile long delayMillis;
    private volatile @Nullable String losing;
    private volatile @Nullable String swallowed;
    private volatile Runnable meanwhile = () -> {};

    public LossyWire(RealRedis redis) throws IOException {
        this(redis.port());
    }

    /** To the server at that port of this machine. */
    public LossyWire(int port) throws IOException {
        this.redis = port;
        this.listening = new ServerSocket(0);
        inBackground(this::accept);
    }

    public String url() {
        return "redis://127.0.0.1:" + listening.getLocalPort() + "/0";
    }

    /**
     * Loses the next reply that contains this text.
     *
     * @param meanwhile runs between Redis' reply and its loss
     */
    public void loseNext(String text, Runnable meanwhile) {
        this.meanwhile = meanwhile;
        losing = text;
    }

    /** Drops every reply that contains this text from now on and keeps the connections open; null ends that. */
    public void swallow(@Nullable String text) {
        swallowed = text;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Everything that was sent to Redis on this wire, one byte per character. */
    public String sent() {
        return sent.toString(StandardCharsets.ISO_8859_1);
    }

    /** Delays replies by that time from now on. */
    public void delay(Duration longer) {
        delayMillis = longer.toMillis();
    }

    /** Breaks the next connection that sends, after that many bytes. */
    public void cutNextAfter(int bytes) {
        cutAfter.set(bytes);
    }

    /** Number of lost replies. */
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
            inBackground(() -> requests(client, server));
            inBackground(() -> answers(server.getInputStream(), client.getOutputStream(), client));
        }
    }

    private void requests(Socket client, Socket server) throws IOException {
        var chunk = new byte[65536];
        var left = -1;
        for (var length = client.getInputStream().read(chunk);
                length >= 0;
                length = client.getInputStream().read(chunk)) {
            sent.write(chunk, 0, length);
            left = left < 0 ? cutAfter.getAndSet(-1) : left;
            if (left >= 0 && left < length) {
                server.getOutputStream().write(chunk, 0, left);
                reset(client);
                reset(server);
                return;
            }
            left = left < 0 ? left : left - length;
            server.getOutputStream().write(chunk, 0, length);
        }
        server.close();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void send(OutputStream to, byte[] bytes) {
        later.schedule(
                () -> {
                    to.write(bytes);
                    return bytes.length;
                },
                delayMillis,
                TimeUnit.MILLISECONDS);
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
            var hidden = swallowed;
            if (hidden == null || !new String(chunk, 0, length, StandardCharsets.ISO_8859_1).contains(hidden)) {
                send(to, Arrays.copyOf(chunk, length));
            }
        }
        client.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    /** A broken connection ends its thread, and is the purpose of this class. */
    private static void inBackground(Work work) {
        daemon(() -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // closed
                    }
                })
                .start();
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        later.shutdownNow();
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
