package org.vedfolnir.session.store.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.vedfolnir.FreePorts;
import org.vedfolnir.Kill;
import org.vedfolnir.session.store.Eventually;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis with {@code server-config/redis/redis.conf} and {@code users.acl} as shipped. The port, the paths and the password are edited as
 * their README describes, and one more user reads the ACL log.
 */
public final class ShippedRedis implements AutoCloseable {

    static final Path FOLDER = Path.of("server-config", "redis");
    static final Path USERS = FOLDER.resolve("users.acl");

    private static final String PASSWORD = "a-password-of-more-than-thirty-two-characters";
    private static final Pattern SEVENTH = Pattern.compile("v=([7-9]|\\d\\d)\\.");

    private final Process process;
    private final int port;
    private final Path authority;

    private ShippedRedis(Process process, int port, Path authority) {
        this.process = process;
        this.port = port;
        this.authority = authority;
    }

    /** The Redis of the tests and, if the {@code PATH} has one of version 7 or newer, that one too. */
    public static List<Path> programs(Path temporary) throws Exception {
        var programs = new ArrayList<Path>();
        programs.add(ExecutableProvider.newJarResourceProvider(
                        Files.createDirectories(temporary.resolve("bin")).toFile())
                .get()
                .toPath());
        for (var folder : System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator))) {
            var file = Path.of(folder, "redis-server");
            if (Files.isExecutable(file) && SEVENTH.matcher(version(file)).find()) {
                programs.add(file);
                break;
            }
        }
        return programs;
    }

    private static String version(Path program) throws IOException {
        var process = new ProcessBuilder(program.toString(), "--version").start();
        return new String(process.getInputStream().readAllBytes());
    }

    /** Returns when it serves. */
    public static ShippedRedis start(Path program, Path folder) throws Exception {
        Files.createDirectories(folder);
        var certificates = new Certificates(folder);
        var certificate = certificates.certificate("redis.crt", "dns:localhost,ip:127.0.0.1");
        var port = FreePorts.next();
        var users = folder.resolve("users.acl");
        Files.writeString(
                users,
                Files.readString(USERS).replace("CHANGE-ME", PASSWORD) + "user observer on >" + PASSWORD
                        + " ~* +acl +exists\n");
        Files.writeString(
                folder.resolve("redis.conf"),
                Files.readString(FOLDER.resolve("redis.conf"))
                        .replace("tls-port 6379", "tls-port " + port)
                        .replace("/etc/redis/users.acl", users.toString())
                        .replace("/etc/redis/redis.crt", certificate.toString())
                        .replace("/etc/redis/redis.key", certificates.key().toString())
                        .replace("/etc/redis/ca.crt", certificates.authority().toString()));
        var log = folder.resolve("redis.log");
        var process = new ProcessBuilder(
                        program.toString(), folder.resolve("redis.conf").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Eventually.within(
                Duration.ofSeconds(20),
                () -> !process.isAlive() || Files.readString(log).contains("Ready to accept connections"));
        if (!process.isAlive()) {
            throw new AssertionError("Redis does not start with the shipped files: " + Files.readString(log));
        }
        return new ShippedRedis(process, port, certificates.authority());
    }

    public String url() {
        return "rediss://vedfolnir:" + PASSWORD + "@localhost:" + port + "/0";
    }

    public Path authority() {
        return authority;
    }

    /** Commands that Redis rejected for missing rights; empty if there are none. */
    public List<String> refusals() throws GeneralSecurityException, IOException {
        try (var redis = observer()) {
            return redis.aclLog().stream().map(Object::toString).toList();
        }
    }

    public boolean exists(String key) {
        try (var redis = observer()) {
            return redis.exists(key);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError("Redis did not reply to a test's own command.", e);
        }
    }

    private Jedis observer() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (var in = Files.newInputStream(authority)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return new Jedis(
                new HostAndPort("localhost", port),
                DefaultJedisClientConfig.builder()
                        .ssl(true)
                        .sslSocketFactory(tls.getSocketFactory())
                        .user("observer")
                        .password(PASSWORD)
                        .build());
    }

    @Override
    public void close() {
        Kill.now(process);
    }
}
