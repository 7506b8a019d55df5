package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.SessionTrackingMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.catalina.Context;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.redis.Certificates;
import org.vedfolnir.session.store.redis.RealRedis;

/** The session id is the id of the TLS session, without a cookie. On one node this works as with Tomcat's manager. */
class TlsSessionIdsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static Certificates certificates;
    private static Path certificate;

    @BeforeAll
    static void make(@TempDir Path directory) throws Exception {
        certificates = new Certificates(directory);
        certificate = certificates.certificate("server.pem", "ip:127.0.0.1");
    }

    private static Node node(ManagerBase manager) throws Exception {
        return new Node(manager, (tomcat, context) -> {
            encrypted(tomcat);
            context.addServletContainerInitializer(
                    (classes, application) -> application.setSessionTrackingModes(EnumSet.of(SessionTrackingMode.SSL)),
                    null);
            second(tomcat, context, manager instanceof StandardManager ? new StandardManager() : ours());
        });
    }

    /** Another application that uses the same TLS session. */
    private static void second(Tomcat tomcat, Context root, ManagerBase manager) {
        var context = tomcat.addContext("/second", root.getDocBase());
        context.setManager(manager);
        Tomcat.addServlet(context, "probe", new ProbeServlet()).addMapping("/");
        context.addServletContainerInitializer(
                (classes, application) -> application.setSessionTrackingModes(EnumSet.of(SessionTrackingMode.SSL)),
                null);
    }

    private static void encrypted(Tomcat tomcat) {
        var connector = tomcat.getConnector();
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        var host = new SSLHostConfig();
        host.setProtocols("TLSv1.2");
        var key = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
        key.setCertificateFile(certificate.toString());
        key.setCertificateKeyFile(certificates.key().toString());
        host.addCertificate(key);
        connector.addSslHostConfig(host);
    }

    private static VedfolnirSessionManager ours() {
        return Node.manager(REDIS.url(), KeyRing.generate(), manager -> {});
    }

    @Test
    void tracksASessionByItsTlsSessionAsTomcatsManager() throws Exception {
        List<String> right;
        try (var node = node(new StandardManager())) {
            right = life(node);
        }
        try (var node = node(ours())) {
            assertThat(life(node)).isEqualTo(right);
        }
        assertThat(right).startsWith("no session", "set", "blue", "no session", "set", "green", "blue");
    }

    private static List<String> life(Node node) throws Exception {
        var answers = new ArrayList<String>();
        var tls = tls();
        try (var socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", node.port())) {
            socket.setSoTimeout(30_000);
            for (var path : new String[] {
                "/get?name=color",
                "/set?name=color&value=blue",
                "/get?name=color",
                "/second/get?name=color",
                "/second/set?name=color&value=green",
                "/second/get?name=color",
                "/get?name=color",
                "/invalidate",
                "/get?name=color",
                "/second/get?name=color"
            }) {
                answers.add(asked(socket, path));
            }
        }
        return answers;
    }

    private static String asked(SSLSocket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: node\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        var length = head.toString().replaceFirst("(?is).*content-length: (\\d+).*", "$1");
        return new String(socket.getInputStream().readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }

    private static SSLContext tls() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(certificates.authority())) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLSv1.2");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
