package org.vedfolnir.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;

/** Ports of the loopback. */
final class Ports {

    private static final int CONNECT_MS = 1000;
    private static final int FIRST = 20_000;
    private static final int RANGE = 12_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ports() {}

    /** Not one of those that a system gives to outgoing connections: it may be taken again before anybody listens there. */
    static int free() {
        while (true) {
            var port = FIRST + RANDOM.nextInt(RANGE);
            if (free(port)) {
                return port;
            }
        }
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws CannotRunException when something else listens there */
    static void requireFree(int port) {
        if (!free(port)) {
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
}
