package org.vedfolnir.session.cli.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.vedfolnir.session.store.redis.settings.RedisLogin;
import org.vedfolnir.session.store.redis.settings.RedisServers.Address;

/**
 * Connects to a Redis, step by step. Thread-safe.
 *
 * @param tls what authenticates servers
 * @param timeout of each step, and of each command later
 * @param passed accepts the finding of each step
 */
public record Connector(SSLContext tls, Duration timeout, BiConsumer<Stage, String> passed) {

    /** A connector that reports failures only. */
    public Connector(SSLContext tls, Duration timeout) {
        this(tls, timeout, (stage, found) -> {});
    }

    /** @throws ConnectionFailedException at the first step that fails */
    public RedisConnection connect(Address address, RedisLogin login, int database) throws ConnectionFailedException {
        var socket = connected(address, resolved(address));
        try {
            var secured = address.tls() ? secured(socket, address) : socket;
            var connection = new RedisConnection(secured);
            new Greeting(address, connection).authenticate(login, database, passed);
            return connection;
        } catch (IOException e) {
            close(socket);
            throw Greeting.unanswered(address, e);
        } catch (ConnectionFailedException e) {
            close(socket);
            throw e;
        }
    }

    private InetAddress[] resolved(Address address) throws ConnectionFailedException {
        try {
            var found = InetAddress.getAllByName(address.host());
            passed.accept(
                    Stage.NAME,
                    address.host() + " is "
                            + Arrays.stream(found)
                                    .map(InetAddress::getHostAddress)
                                    .collect(Collectors.joining(", ")));
            return found;
        } catch (UnknownHostException e) {
            throw new ConnectionFailedException(
                    Stage.NAME,
                    "This machine knows no host " + address.host() + ".",
                    "Correct the host in redisUrl, or add it to the name service.");
        }
    }

    /** Tries each of its addresses, as the manager does not: it takes the first one that answers. */
    private Socket connected(Address address, InetAddress[] all) throws ConnectionFailedException {
        IOException last = new IOException("It has no address.");
        for (var each : all) {
            var socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) timeout.toMillis());
                socket.connect(new InetSocketAddress(each, address.port()), (int) timeout.toMillis());
                passed.accept(Stage.CONNECTION, "connected to " + each.getHostAddress() + ":" + address.port());
                return socket;
            } catch (IOException e) {
                close(socket);
                last = e;
            }
        }
        var silent = last instanceof SocketTimeoutException;
        throw new ConnectionFailedException(
                Stage.CONNECTION,
                silent
                        ? "Nothing answers at " + address + " within " + timeout.toMillis() + " ms."
                        : "No server listens at " + address + " (" + last.getMessage() + ").",
                silent
                        ? "Check the network and its firewalls between this machine and Redis."
                        : "Start Redis, or correct host and port in redisUrl; Redis listens where its lines bind and"
                                + " port say.");
    }

    private Socket secured(Socket socket, Address address) throws ConnectionFailedException {
        try {
            var secured = handshake(socket, address, true);
            var session = secured.getSession();
            passed.accept(
                    Stage.TLS,
                    session.getProtocol() + ", " + session.getCipherSuite() + ", certificate "
                            + Certificates.described(session));
            return secured;
        } catch (IOException e) {
            close(socket);
            throw Certificates.refused(address, e, () -> named(address));
        }
    }

    private SSLSocket handshake(Socket socket, Address address, boolean checked) throws IOException {
        var secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, address.host(), address.port(), true);
        if (checked) {
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818: the certificate names the host
            secured.setSSLParameters(parameters);
        }
        secured.startHandshake();
        return secured;
    }

    /** The names in the certificate of a server that was refused for its name; nothing is sent to it. */
    private String named(Address address) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout((int) timeout.toMillis());
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) timeout.toMillis());
            return Certificates.described(handshake(socket, address, false).getSession());
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing was sent
        }
    }
}
