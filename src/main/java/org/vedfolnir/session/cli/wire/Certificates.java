package org.vedfolnir.session.cli.wire;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.vedfolnir.session.store.redis.settings.RedisServers.Address;

/** Describes a server's certificate, and why it was rejected. Stateless. */
final class Certificates {

    private static final int DNS = 2;
    private static final int IP = 7;

    private Certificates() {}

    interface Names {
        String get() throws IOException;
    }

    /** Returns its names and its end. */
    static String described(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? "for " + names(certificate) + " until "
                            + certificate.getNotAfter().toInstant()
                    : "of an unknown form";
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return "that cannot be read";
        }
    }

    private static String names(X509Certificate certificate) throws CertificateParsingException {
        var names = certificate.getSubjectAlternativeNames();
        return names == null
                ? certificate.getSubjectX500Principal().getName()
                : names.stream()
                        .filter(each -> List.of(DNS, IP).contains(each.get(0)))
                        .map(each -> String.valueOf(each.get(1)))
                        .collect(Collectors.joining(", "));
    }

    static ConnectionFailedException refused(Address address, IOException failure, Names names) {
        var causes = Stream.iterate((Throwable) failure, each -> each != null, Throwable::getCause)
                .toList();
        if (has(causes, CertificateExpiredException.class) || has(causes, CertificateNotYetValidException.class)) {
            return failed(
                    "The certificate of " + address + " is not valid today.",
                    "Renew it, and check the clock of this machine.");
        } else if (has(causes, CertPathBuilderException.class) || has(causes, CertPathValidatorException.class)) {
            return failed(
                    "No authority that is trusted here has signed the certificate of " + address + ".",
                    "Set redisTrustStore (REDIS_TRUST_STORE) to the certificate of the authority, in PEM.");
        } else if (has(causes, CertificateException.class)) {
            return failed(
                    "The certificate of " + address + " does not name the host " + address.host() + ": it is "
                            + offered(names) + ".",
                    "Use one of its names in redisUrl, or give Redis a certificate for " + address.host() + ".");
        }
        return failed(
                "TLS with " + address + " failed (" + failure.getMessage() + ").",
                "Check that Redis speaks TLS on this port (tls-port); without TLS the address begins with redis://.");
    }

    private static String offered(Names names) {
        try {
            return names.get();
        } catch (IOException e) {
            return "for others";
        }
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    private static ConnectionFailedException failed(String found, String remedy) {
        return new ConnectionFailedException(Stage.TLS, found, remedy);
    }
}
