package org.vedfolnir.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.vedfolnir.session.store.redis.Certificates;
import org.vedfolnir.testing.TestFolders;

/** Two nodes of one site, for a reverse proxy that terminates TLS. */
record ProxiedNodes(List<ProxiedNode> tomcats, Certificates certificates) implements AutoCloseable {

    /** Nodes that have not started yet. */
    static ProxiedNodes of(ProxiedNode a, ProxiedNode b) throws Exception {
        return new ProxiedNodes(List.of(a, b), new Certificates(TestFolders.make("vedfolnir-certificates")));
    }

    static ProxiedNodes with(String redisUrl, String keys, String password) throws Exception {
        return of(
                ProxiedNode.unpacked("11.0", redisUrl, keys, password),
                ProxiedNode.unpacked("11.0", redisUrl, keys, password));
    }

    void start() {
        CompletableFuture.allOf(tomcats.stream()
                        .map(node -> CompletableFuture.runAsync(() -> start(node)))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void start(ProxiedNode node) {
        try {
            node.start();
        } catch (Exception e) {
            throw new AssertionError("A node did not start.", e);
        }
    }

    ReverseProxy behind(ReverseProxy.Program program, String configuration) throws Exception {
        return program.with(configuration, certificates, tomcats);
    }

    /** How many requests for the count each has served. */
    List<Long> served() throws IOException, InterruptedException {
        var served = new ArrayList<Long>();
        for (var node : tomcats) {
            served.add(node.served());
        }
        return served;
    }

    /** Of a client that trusts the proxy. */
    SSLContext trust() throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(certificates.authority())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() throws IOException {
        for (var node : tomcats) {
            node.close();
        }
    }
}
