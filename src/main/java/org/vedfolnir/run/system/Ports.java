package org.vedfolnir.run.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import java.util.TreeSet;

/** Ports of the loopback. */
public final class Ports {

    private static final int CONNECT_MS = 1000;
    private static final int FIRST = 20_000;
    private static final int RANGE = 12_000;
    /** Redis Cluster's bus uses the port of its clients plus this number. */
    private static final int BUS = 10_000;
    /** The first port that systems use for outgoing connections. */
    private static final int OUTGOING = 32_768;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ports() {}

    /**
     * Avoids ports that systems use for outgoing connections: such a port may be taken again before a server listens
     * there.
     */
    public static int free() {
        while (true) {
            var port = FIRST + RANDOM.nextInt(RANGE);
            if (free(port)) {
                return port;
            }
        }
    }

    /** Returns ports for the servers of a Redis Cluster, for which the ports of the cluster bus are free too. */
    public static List<Integer> freeForCluster(int servers) {
        var ports = new TreeSet<Integer>();
        while (ports.size() < servers) {
            var port = FIRST + RANDOM.nextInt(OUTGOING - BUS - FIRST);
            if (free(port) && free(port + BUS)) {
                ports.add(port);
            }
        }
        return List.copyOf(ports);
    }

    /** Returns the port of the cluster bus. */
    public static int bus(int port) {
        return port + BUS;
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

    /** @throws StartupException if another program listens there */
    public static void requireFree(int port) {
        if (!free(port)) {
            throw new StartupException(
                    "Port " + port + " is in use: end the program that listens there, or choose another port, as in"
                            + " PORT="
                            + other(port) + " ./run.");
        }
    }

    private static int other(int port) {
        return port > 65000 ? 8080 : port + 1000;
    }

    public static boolean answers(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
