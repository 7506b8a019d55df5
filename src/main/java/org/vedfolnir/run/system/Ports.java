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
    /** Redis Cluster talks that much above the port of its clients. */
    private static final int BUS = 10_000;
    /** The first that a system gives to outgoing connections. */
    private static final int OUTGOING = 32_768;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ports() {}

    /** Not one of those that a system gives to outgoing connections: it may be taken again before anybody listens there. */
    public static int free() {
        while (true) {
            var port = FIRST + RANDOM.nextInt(RANGE);
            if (free(port)) {
                return port;
            }
        }
    }

    /** So many, each for a server of a Redis Cluster: free itself, and so is that of its bus. */
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

    /** Where the servers of a Redis Cluster hear of each other. */
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

    /** @throws StartupException when something else listens there */
    public static void requireFree(int port) {
        if (!free(port)) {
            throw new StartupException(
                    "Port " + port + " is taken: end what listens there, or choose another one, as in PORT="
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
