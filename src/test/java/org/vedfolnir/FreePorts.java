package org.vedfolnir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/**
 * Finds free ports outside the range for outgoing connections, from which the system could take one again before a test's process listens there.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int RANGE = 12_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private FreePorts() {}

    /** A free port whose successor is free too. */
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
