package org.vedfolnir.session.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.session.store.redis.Certificates;
import org.vedfolnir.session.store.redis.RealRedis;

/** What is wrong with a certificate is a line of its own. */
class DoctorTlsTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static Run doctor(Path authority, String scheme, int port) {
        return Run.with(Map.of("REDIS_URL", scheme + "://localhost:" + port, "REDIS_TRUST_STORE", authority.toString()))
                .run("doctor");
    }

    @Test
    void reportsWhatTheCertificateLacks(@TempDir Path folder, @TempDir Path otherFolder) throws Exception {
        var made = new Certificates(folder);
        REDIS.withTls(made, made.certificate("elsewhere.pem", "dns:redis.example"));

        var wrongName = doctor(made.authority(), "rediss", REDIS.tlsPort());
        assertThat(wrongName.out())
                .contains("FAIL  tls", "does not name the host localhost: it is for redis.example until");
        assertThat(wrongName.exit()).isEqualTo(2);

        var stranger = doctor(new Certificates(otherFolder).authority(), "rediss", REDIS.tlsPort());
        assertThat(stranger.out()).contains("FAIL  tls", "No authority that is trusted here", "redisTrustStore");

        var plain = doctor(made.authority(), "rediss", REDIS.port());
        assertThat(plain.out()).contains("FAIL  tls", "without TLS the address begins with redis://");

        var unencrypted = doctor(made.authority(), "redis", REDIS.tlsPort());
        assertThat(unencrypted.out()).contains("FAIL  authentication", "whether it needs TLS (rediss://)");

        var right = made.certificate("right.pem", "dns:localhost");
        assertThat(REDIS.command("CONFIG", "SET", "tls-cert-file", right.toString()))
                .isEqualTo("OK");
        assertThat(doctor(made.authority(), "rediss", REDIS.tlsPort()).out())
                .contains("OK    tls", "certificate for localhost until");
    }
}
