package org.vedfolnir.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ports of the loopback. */
final class Ports {

    private static final int CONNECT_MS = 1000;

    private Ports() {}

    static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** @throws CannotRunException when something else listens there */
    static void requireFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new CannotRunException(
                    "Port " + port + " is taken: end what listens there, or choose another one, as in PORT="
                            + other(port) + " ./run.");
        }
    }

    private static int other(int port) {
        return port > 65000 ? 8080 : port + 1000;
    }

    static boolean answers(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until a process listens. */
    static void await(String what, int port, Process process, Path log, Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (!answers("127.0.0.1", port)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new CannotRunException(what + " did not start on port " + port + ": " + log + " says why.");
            }
        }
    }
}
