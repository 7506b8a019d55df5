package org.vedfolnir.run.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.PrivateFiles;
import org.vedfolnir.run.system.StartupException;

/**
 * Identifies the servers of a Redis Cluster to each other and to clients. The cluster bus has no password: without a
 * certificate, any user of the machine could claim slots there and get the clients redirected. Immutable.
 *
 * @param file the self-signed certificate in PEM
 * @param key its key in PEM
 */
record ClusterCertificate(Path file, Path key) {

    private static final String ALIAS = "cluster";
    private static final String WORD = "STORE_PASSWORD";
    private static final String DAYS = "3650";
    private static final long PATIENCE_SECONDS = 60;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private ClusterCertificate(DataFolder data) {
        this(data.secretFile("cluster-certificate"), data.secretFile("cluster-key"));
    }

    /** Creates a new certificate, which replaces the previous one. */
    static ClusterCertificate create(DataFolder data) throws IOException, InterruptedException {
        var made = new ClusterCertificate(data);
        var keys = data.secretFile("cluster-keys.p12");
        var word = DataFolder.random();
        Files.deleteIfExists(keys);
        try {
            keytool(data, keys, word);
            var store = KeyStore.getInstance(keys.toFile(), word.toCharArray());
            write(made.file, "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
            write(made.key, "PRIVATE KEY", key(store, word).getEncoded());
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot read the key store that its own keytool has written.", e);
        } finally {
            Files.deleteIfExists(keys);
        }
    }

    private static Key key(KeyStore store, String word) throws GeneralSecurityException {
        return store.getKey(ALIAS, word.toCharArray());
    }

    private static void keytool(DataFolder data, Path keys, String word) throws IOException, InterruptedException {
        var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<>(List.of(program, "-genkeypair", "-alias", ALIAS, "-dname", "CN=" + ALIAS));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", DAYS));
        command.addAll(List.of("-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", keys.toString(), "-storepass:env", WORD, "-J-XX:TieredStopAtLevel=1"));
        var builder = new ProcessBuilder(PrivateFiles.command(command, data.root()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put(WORD, word);
        var process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new StartupException(program + " creates no certificate for the Redis Cluster: install a JDK that"
                        + " has it, or start without --cluster.");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static void write(Path file, String what, byte[] encoded) throws IOException {
        PrivateFiles.write(
                file,
                "-----BEGIN " + what + "-----\n" + LINES.encodeToString(encoded) + "\n-----END " + what + "-----\n");
    }

    /** Returns the certificate of the last start. */
    static Optional<ClusterCertificate> last(DataFolder data) {
        var last = new ClusterCertificate(data);
        return Files.exists(last.file) ? Optional.of(last) : Optional.empty();
    }

    /** Returns the settings of a server: clients need the password, and other servers this certificate. */
    List<String> settings() {
        return List.of(
                "tls-cert-file " + quoted(file),
                "tls-key-file " + quoted(key),
                "tls-ca-cert-file " + quoted(file),
                "tls-auth-clients no",
                "tls-cluster yes",
                "tls-replication yes");
    }

    private static String quoted(Path path) {
        return RedisFiles.quoted(path);
    }

    /** Creates connections that trust only this certificate. */
    SSLSocketFactory sockets() {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(ALIAS, certificate());
            var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), new SecureRandom());
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new StartupException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + "): delete it, and start again.");
        }
    }

    private Certificate certificate() throws GeneralSecurityException, IOException {
        var pem = Files.readString(file, StandardCharsets.US_ASCII);
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
