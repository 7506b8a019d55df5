package org.vedfolnir.packaging;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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

    /** Writes the file that includes {@code site.conf}. */
    abstract void configureProgram() throws IOException;

    /** Where {@code site.conf} has the two ports, and what stands there for ours. */
    abstract Map<String, String> ports();

    private void configure(String nodes, Certificates certificates, List<ProxiedNode> tomcats) throws Exception {
        configureProgram();
        Files.createFile(folder.resolve("error.log"));
        var replaced = new HashMap<>(ports());
        replaced.put(
                "/etc/ssl/certs/www.example.com.pem",
                certificates.certificate("proxy.pem", "dns:localhost").toString());
        replaced.put("/etc/ssl/private/www.example.com.key", certificates.key().toString());
        write("site.conf", "site.conf", replaced);
        write(
                "nodes.conf",
                nodes,
                Map.of(
                        "10.0.0.11:8080", tomcats.get(0).address(),
                        "10.0.0.12:8080", tomcats.get(1).address()));
    }

    abstract void start() throws Exception;

    final Path folder() {
        return folder;
    }

    final Path program() {
        return program;
    }

    /** Writes a shipped file into the own folder, with other addresses; each of them must be there. */
    private void write(String file, String from, Map<String, String> replaced) throws IOException {
        var changed = Files.readString(shipped().resolve(from));
        for (var each : replaced.entrySet()) {
            if (!changed.contains(each.getKey())) {
                throw new AssertionError(from + " does not have: " + each.getKey());
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
