package org.vedfolnir.benchmark.driver;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a server and Redis and counts what passes: commands, bytes, and how often a client began to speak after an answer. */
final class CountingProxy implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong roundTrips = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final int redisPort;
    private final boolean tls;

    /** @param tls what passes is TLS: commands cannot be counted, and whatever a client sends begins a round trip */
    CountingProxy(int redisPort, boolean tls) throws IOException {
        this.redisPort = redisPort;
        this.tls = tls;
        daemon(this::accept);
    }

    /** What has passed so far. */
    record Passed(long commands, long roundTrips, long bytes) {

        Passed since(Passed before) {
            return new Passed(commands - before.commands, roundTrips - before.roundTrips, bytes - before.bytes);
        }
    }

    Passed passed() {
        return new Passed(commands.get(), roundTrips.get(), bytes.get());
    }

    boolean tls() {
        return tls;
    }

    int port() {
        return door.getLocalPort();
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                connect(door.accept());
            }
        } catch (IOException e) {
            close(); // the door was closed: this is the end
        }
    }

    private void connect(Socket client) throws IOException {
        var redis = new Socket("127.0.0.1", redisPort);
        open.add(client);
        open.add(redis);
        client.setTcpNoDelay(true);
        redis.setTcpNoDelay(true);
        var answered = new AtomicBoolean(true);
        var counter = new CommandCounter();
        daemon(() -> pass(client, redis, (chunk, length) -> {
            var counted = tls ? 0 : counter.count(chunk, length);
            commands.addAndGet(counted);
            if ((tls || counted > 0) && answered.getAndSet(false)) {
                roundTrips.incrementAndGet();
            }
        }));
        daemon(() -> pass(redis, client, (chunk, length) -> answered.set(true)));
    }

    /** Looks at what passes in one direction, before it goes on. */
    private interface Look {
        void at(byte[] chunk, int length);
    }

    private void pass(Socket from, Socket to, Look look) {
        try (from;
                to) {
            pass(from.getInputStream(), to.getOutputStream(), look);
        } catch (IOException e) {
            open.removeAll(List.of(from, to)); // one side has gone, and now the other one has too
        }
    }

    private void pass(InputStream in, OutputStream out, Look look) throws IOException {
        var chunk = new byte[64 * 1024];
        for (var length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            bytes.addAndGet(length);
            look.at(chunk, length);
            out.write(chunk, 0, length);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (var each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
