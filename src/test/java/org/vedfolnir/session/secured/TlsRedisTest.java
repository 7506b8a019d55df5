package org.vedfolnir.session.secured;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.Certificates;
import org.vedfolnir.session.store.redis.LossyWire;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/** Redis over TLS: a node uses a Redis with the right certificate, and sends nothing to one with another. */
class TlsRedisTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final String WORD = "canary-of-the-wire";

    private static Certificates certificates;
    private static Path good;

    private final Browser visitor = new Browser();
    private final Logged log = new Logged("org.vedfolnir.session.store.redis.health.Availability");
    private LossyWire wire;
    private Node node;

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) throws Exception {
        certificates = new Certificates(directory);
        good = certificates.certificate("good", "dns:localhost");
        certificates.certificate("expired", "dns:localhost", "-startdate", "-10d", "-validity", "5");
        certificates.certificate("other-host", "dns:elsewhere.example.com");
        REDIS.withTls(certificates, good);
        REDIS.command("CONFIG", "SET", "requirepass", WORD);
    }

    @BeforeEach
    void connect() throws Exception {
        wire = new LossyWire(REDIS.tlsPort());
        // long enough for a handshake on a busy machine
        node = node(wire.port(), certificates.authority().toString(), "900ms");
    }

    private static Node node(int port, String authority, String timeout) throws Exception {
        return new Node("rediss://:" + WORD + "@localhost:" + port + "/0", "", manager -> {
            manager.setRedisTrustStore(authority);
            manager.setCommandTimeout(timeout);
        });
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        node.close();
        wire.close();
        present(good);
    }

    @Test
    void usesARedisWithTheRightCertificateAndEncryptsEverything() {
        assertThat(visitor.get(node, "/set?name=color&value=blue").statusCode()).isEqualTo(200);
        assertThat(visitor.get(node, "/get?name=color").body()).isEqualTo("blue");
        assertThat(REDIS.commandAs(WORD, "EXISTS", Cluster.key(visitor))).isEqualTo("1");
        assertThat(wire.sent()).isNotEmpty().doesNotContain(WORD, visitor.id(), "AUTH", "EVALSHA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "other-host"})
    void sendsNothingToARedisUntilItHasTheRightCertificateAgain(String wrong) throws Exception {
        visitor.get(node, "/set?name=color&value=blue");
        var cookie = visitor.cookie();
        present(good.resolveSibling(wrong));
        assertNothingSent(node);
        assertThat(wire.sent()).doesNotContain(WORD, visitor.id(), "AUTH", "EVALSHA");
        assertThat(log.messages())
                .anyMatch(line -> line.contains("its TLS certificate is not accepted")
                        && line.contains("redisTrustStore")
                        && !line.contains(WORD));

        present(good);
        Eventually.within(
                Duration.ofSeconds(10),
                () -> visitor.get(node, "/get?name=color").body().equals("blue"));
        assertThat(visitor.cookie()).isEqualTo(cookie);
    }

    @Test
    void rejectsACertificateOfAnUnknownAuthority() throws Exception {
        try (var trusting = node(wire.port(), "", "250ms")) {
            assertNothingSent(trusting);
        }
    }

    @Test
    void sendsNothingWithoutTlsIfItIsConfigured() throws Exception {
        try (var plain = new LossyWire(REDIS);
                var asking = node(plain.port(), certificates.authority().toString(), "250ms")) {
            assertNothingSent(asking);
            assertThat(plain.sent()).isNotEmpty().doesNotContain(WORD, "AUTH", "EVALSHA");
        }
    }

    private void assertNothingSent(Node asking) {
        REDIS.commandAs(WORD, "CONFIG", "RESETSTAT");
        assertUnavailable(new Browser().get(asking, "/create"));
        assertUnavailable(new Browser().get(asking, "/create"));
        assertThat(visitor.get(asking, "/public").statusCode()).isEqualTo(200);
        // the test's own connection, to the port without TLS
        assertThat(REDIS.commandAs(WORD, "INFO", "commandstats"))
                .contains("cmdstat_auth:calls=1,")
                .doesNotContain("eval");
    }

    /** Changes the certificate for new connections and closes the open ones. */
    private static void present(Path certificate) {
        assertThat(REDIS.commandAs(WORD, "CONFIG", "SET", "tls-cert-file", certificate.toString()))
                .isEqualTo("OK");
        REDIS.commandAs(WORD, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }
}
