package org.vedfolnir.run.server;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.run.system.FirstMatch;
import org.vedfolnir.run.system.Ports;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * The address of a Redis of this run, on the loopback.
 *
 * @param certificate of its TLS; null for a Redis without
 */
record RedisAddress(int port, String password, @Nullable ClusterCertificate certificate) {

    private static final String HOST = "127.0.0.1";
    private static final Pattern PORT = Pattern.compile("(?m)^(?:tls-)?port ([1-9]\\d{0,4})$");
    private static final Pattern PASSWORD = Pattern.compile("(?m)^requirepass (\\S+)$");

    /** Returns the address in a server's settings, which may be running; empty if there are none. */
    static Optional<RedisAddress> ofSettings(RedisFiles place) throws IOException {
        if (!Files.exists(place.settings())) {
            return Optional.empty();
        }
        var text = Files.readString(place.settings());
        var port = FirstMatch.in(PORT, text);
        var certificate = text.contains("\ntls-port ")
                ? ClusterCertificate.last(place.data())
                : Optional.<ClusterCertificate>empty();
        return port.isEmpty()
                ? Optional.empty()
                : Optional.of(new RedisAddress(
                        Integer.parseInt(port), FirstMatch.in(PASSWORD, text), certificate.orElse(null)));
    }

    /** Returns the settings of a server, one per line. */
    List<String> settings() {
        var settings = new ArrayList<>(List.of("bind " + HOST, "requirepass " + password));
        if (certificate == null) {
            settings.add("port " + port);
        } else {
            settings.addAll(List.of("port 0", "tls-port " + port));
            settings.addAll(certificate.settings());
        }
        return settings;
    }

    /** @param answerMs how long a reply may take, in milliseconds */
    Jedis connect(int answerMs) {
        var login = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(answerMs)
                .socketTimeoutMillis(answerMs)
                .password(password);
        if (certificate != null) {
            login.ssl(true).sslSocketFactory(certificate.sockets());
        }
        return new Jedis(new HostAndPort(HOST, port), login.build());
    }

    boolean isReachable() {
        return Ports.answers(HOST, port);
    }

    String url() {
        return "redis://:" + password + "@" + HOST + ":" + port + "/0";
    }
}
