package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The certificate of a Redis with TLS and its key, made anew for each run by the JDK's keytool; the certificate is its own authority. */
record Certificate(Path certificate, Path key) {

    /** Where a server finds the certificate, from the repository. */
    static final Path PLACE = Path.of("target/benchmark/redis/certificate.pem");

    private static final String PAIR = "-genkeypair -alias redis -storetype PKCS12 -keyalg EC -groupname secp256r1"
            + " -dname CN=redis -ext san=ip:127.0.0.1 -validity 2";
    private static final String WORD = "changeit";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    static Certificate make(Path directory) throws IOException {
        Files.createDirectories(directory);
        var made = new Certificate(
                directory.resolve(PLACE.getFileName()).toAbsolutePath(),
                directory.resolve("key.pem").toAbsolutePath());
        var keys = directory.resolve("keys.p12");
        Files.deleteIfExists(keys);
        keytool(keys);
        try {
            var store = KeyStore.getInstance(keys.toFile(), WORD.toCharArray());
            write(made.certificate, "CERTIFICATE", store.getCertificate("redis").getEncoded());
            write(
                    made.key,
                    "PRIVATE KEY",
                    store.getKey("redis", WORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("This Java cannot read the key that its keytool made.", e);
        }
        return made;
    }

    private static void keytool(Path keys) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-keystore",
                keys.toString(),
                "-storepass",
                WORD));
        command.addAll(List.of(PAIR.split(" ")));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var words = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool made no certificate for Redis: " + words);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool made a certificate for Redis.", e);
        }
    }

    private static void write(Path file, String kind, byte[] bytes) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + kind + "-----\n");
    }

    /** What a Redis needs of it, and one that belongs to a Redis Cluster. */
    List<String> settings(int port) {
        return List.of(
                "tls-port " + port,
                "tls-auth-clients no",
                "tls-cluster yes",
                "tls-ca-cert-file " + certificate,
                "tls-cert-file " + certificate,
                "tls-key-file " + key);
    }
}
