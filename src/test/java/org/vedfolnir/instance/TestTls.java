package org.vedfolnir.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.vedfolnir.session.store.redis.Certificates;

/** TLS with a test's own certificate authority: certificates of servers, and trust of clients. */
final class TestTls {

    private static final char[] WORD = "changeit".toCharArray();

    private final Path directory;
    private final Certificates certificates;

    TestTls(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        this.directory = directory;
        this.certificates = new Certificates(directory);
    }

    /** A server with a certificate for that host. */
    SSLContext server(String host) throws IOException, InterruptedException, GeneralSecurityException {
        var certificate = read(certificates.certificate(host + ".pem", "dns:" + host));
        var store = KeyStore.getInstance(directory.resolve("keys").toFile(), WORD);
        store.setKeyEntry("server", store.getKey("server", WORD), WORD, new Certificate[] {
            certificate, read(certificates.authority())
        });
        store.deleteEntry("ca");
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, WORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** A client that trusts the authority. */
    SSLContext client() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", read(certificates.authority()));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate read(Path pem) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
