package org.vedfolnir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/**
 * Ports that nobody listens on. Not those that a system gives to outgoing connections: one of these may be taken again before a test's
 * process comes to listen there.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int RANGE = 12_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private FreePorts() {}

    /** A port that is free, and the one after it as well. */
    public static int next() {
        while (true) {
            var port = FIRST + RANDOM.nextInt(RANGE);
            if (free(port) && free(port + 1)) {
                return port;
            }
        }
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException e) {
            return false;
        }
    }
}
