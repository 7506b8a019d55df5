package org.vedfolnir.packaging;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.vedfolnir.FreePorts;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.Certificates;
import org.vedfolnir.testing.TestFolders;

/**
 * A reverse proxy with the shipped configuration, in a process and a folder of its own. Only addresses, ports and the paths of the certificate are
 * replaced.
 */
abstract class ReverseProxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is installed on this machine, and how it is started. */
    enum Program {
        NGINX,
        HTTPD;

        ReverseProxy with(String nodes, Certificates certificates, List<ProxiedNode> tomcats) throws Exception {
            var site = this == NGINX ? new NginxProxy() : new HttpdProxy();
            site.configure(nodes, certificates, tomcats);
            site.start();
            return site;
        }
    }

    static final String ANY_NODE = "nodes.conf";
    static final String STICKY = "nodes-sticky.conf";

    private final Path folder;
    private final int port = FreePorts.next();
    private final int plainPort = FreePorts.next();
    private final Path program;

    ReverseProxy(Path program, String debianPackage) throws IOException {
        if (!Files.isExecutable(program)) {
            throw new AssertionError("This test needs " + program
                    + ". Install it: apt-get install --no-install-recommends " + debianPackage);
        }
        this.program = program;
        this.folder = TestFolders.make("vedfolnir-proxy");
    }

    /** The folder below server-config. */
    abstract Path shipped();

    abstract void configure(String nodes, Certificates certificates, List<ProxiedNode> tomcats) throws Exception;

    abstract void start() throws Exception;

    final Path folder() {
        return folder;
    }

    final Path program() {
        return program;
    }

    final String read(String file) throws IOException {
        return Files.readString(shipped().resolve(file));
    }

    /** Writes a shipped file into the own folder, with other addresses; each of them must be there. */
    final void write(String file, String text, Map<String, String> replaced) throws IOException {
        var changed = text;
        for (var each : replaced.entrySet()) {
            if (!changed.contains(each.getKey())) {
                throw new AssertionError(file + " does not have: " + each.getKey());
            }
            changed = changed.replace(each.getKey(), each.getValue());
        }
        Files.writeString(folder.resolve(file), changed);
    }

    final int port() {
        return port;
    }

    final int plainPort() {
        return plainPort;
    }

    final URI uri(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    final void awaitPort() throws Exception {
        try {
            Eventually.within(PATIENCE, () -> {
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    return socket.isConnected();
                } catch (ConnectException e) {
                    return false;
                }
            });
        } catch (AssertionError e) {
            throw new AssertionError(program + " did not start:\n" + log(), e);
        }
    }

    final Process run(Map<String, String> environment, String log, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    final String log() throws IOException {
        return Files.readString(folder.resolve("error.log"));
    }

    @Override
    public abstract void close() throws IOException;
}
