package org.vedfolnir.session.store.redis.settings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities for a Redis over TLS. Immutable.
 *
 * @param authorities of a trust store; null for those of the Java runtime
 */
public record TlsTrust(@Nullable KeyStore authorities) {

    private static final String PEM = "-----BEGIN CERTIFICATE-----";

    /** The authorities that the Java runtime trusts. */
    public static final TlsTrust OF_JAVA = new TlsTrust(null);

    /**
     * Reads certificates in PEM, or a PKCS #12 or JKS store.
     *
     * @param password of the store; empty for none, and for PEM
     * @throws IllegalArgumentException with the remedy
     */
    public static TlsTrust read(Path file, String password) {
        try {
            var bytes = Files.readAllBytes(file);
            var store = pem(bytes) ? certificates(bytes) : store(file, password);
            if (store.size() == 0) {
                throw new IllegalArgumentException(
                        "must contain a certificate; add the one of the authority that signed the certificate of"
                                + " Redis");
            }
            return new TlsTrust(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "must be a readable file of certificates in PEM, or a PKCS #12 or JKS store whose password is"
                            + " redisTrustStorePassword",
                    e);
        }
    }

    private static boolean pem(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(PEM);
    }

    private static KeyStore certificates(byte[] bytes) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (var each : CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
            store.setCertificateEntry("ca" + store.size(), each);
        }
        return store;
    }

    private static KeyStore store(Path file, String password) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(file.toFile(), password.toCharArray());
        for (var alias : Collections.list(store.aliases())) {
            // a key entry is an identity, not an authority
            if (!store.isCertificateEntry(alias)) {
                store.deleteEntry(alias);
            }
        }
        return store;
    }

    /** Returns null for the authorities of the Java runtime. */
    @Nullable
    public TrustManagerFactory managers() {
        if (authorities == null) {
            return null;
        }
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "This Java cannot use the authorities of redisTrustStore. Check its security file.", e);
        }
    }
}
