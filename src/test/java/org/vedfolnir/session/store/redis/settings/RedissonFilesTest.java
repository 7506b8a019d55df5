package org.vedfolnir.session.store.redis.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.config.ClusterServersConfig;
import org.redisson.config.Config;
import org.redisson.config.HostNatMapper;
import org.redisson.connection.DnsAddressResolverGroupFactory;
import org.vedfolnir.session.store.redis.settings.RedissonNames.Fate;
import org.vedfolnir.testing.Logged;

/** Files of users who migrate from Redisson, of each of its versions: the server is found, and each ignored property is named. */
class RedissonFilesTest {

    private static final Path FILES = Path.of("src", "test", "resources", "redisson");

    /** Properties that our own settings replace, and properties of earlier Redisson versions. */
    @ParameterizedTest
    @CsvSource({
        "3.5-single.yaml, redis://cache.example.com:6379, codec connectTimeout nettyThreads retryAttempts retryInterval"
                + " subscriptionConnectionMinimumIdleSize threads timeout,"
                + " dnsMonitoring failedAttempts pingTimeout reconnectionTimeout useLinuxNativeEpoll",
        "3.5-single.json, redis://cache.example.com:6379, codec connectTimeout nettyThreads retryAttempts retryInterval"
                + " threads timeout, dnsMonitoring failedAttempts pingTimeout reconnectionTimeout"
                + " redissonReferenceEnabled resolverProvider useLinuxNativeEpoll",
        "3.7-sentinel.yaml, 'the master of Sentinels redis://sentinel-1.example.com:26379, redis://sentinel-2.example.com:26379',"
                + " codec connectTimeout nettyThreads readMode retryAttempts retryInterval threads timeout transportMode,"
                + " failedAttempts pingTimeout reconnectionTimeout slaveSubscriptionConnectionMinimumIdleSize"
                + " slaveSubscriptionConnectionPoolSize useLinuxNativeEpoll",
        "3.10-cluster.yaml, 'the Cluster redis://one.example.com:7000, redis://two.example.com:7000, redis://three.example.com:7000',"
                + " codec connectTimeout failedSlaveCheckInterval failedSlaveReconnectionInterval nettyThreads readMode retryAttempts retryInterval threads timeout transportMode,"
                + " failedAttempts pingTimeout reconnectionTimeout referenceCodecProvider"
                + " slaveSubscriptionConnectionMinimumIdleSize slaveSubscriptionConnectionPoolSize",
        "3.12-single-jackson.yaml, redis://cache.example.com:6379, codec retryInterval sslEnableEndpointIdentification, decodeInExecutor",
        "3.17-cluster-nat.yaml, 'the Cluster rediss://one.example.com:7000, rediss://two.example.com:7000',"
                + " codec nameMapper retryInterval subscriptionMode, ''",
        "3.30-sentinel.yaml, 'the master of Sentinels redis://sentinel-1.example.com:26379,"
                + " redis://sentinel-2.example.com:26379, redis://sentinel-3.example.com:26379', codec commandMapper"
                + " credentialsResolver failedSlaveReconnectionInterval lazyInitialization nettyThreads protocol retryAttempts retryInterval threads transportMode, ''",
        "3.52-single.yaml, redis://cache.example.com:6379, codec connectTimeout nettyThreads reconnectionDelay"
                + " retryAttempts retryDelay subscriptionConnectionMinimumIdleSize threads timeout transportMode, ''",
        "4.0-cluster.yaml, 'the Cluster redis://one.example.com:7000, redis://two.example.com:7000', codec connectTimeout"
                + " failedSlaveReconnectionInterval nettyThreads readMode reconnectionDelay retryAttempts retryDelay subscriptionMode threads timeout transportMode, ''",
        "4.7-single.yaml, redis://cache.example.com:6379, codec commandMapper credentialsResolver nameMapper"
                + " reconnectionDelay retryDelay, ''"
    })
    void readsTheServersOfAFileOfEachVersion(String file, String places, String ours, String earlier)
            throws IOException {
        var read = read(file);

        assertThat(read.places()).isEqualTo(places);
        assertThat(String.join(" ", read.overridden())).isEqualTo(ours);
        assertThat(String.join(" ", read.earlier())).isEqualTo(earlier);
    }

    /** Redisson 4 warns of moved or deprecated properties each time it reads them. The user can do nothing about that here. */
    @ParameterizedTest
    @MethodSource("files")
    void causesNoWarningOfRedisson(String file) throws IOException {
        try (var log = new Logged("config")) {
            var configuration = read(file);
            configuration.login();

            assertThat(log.messages()).isEmpty();
        }
    }

    static List<String> files() throws IOException {
        try (var files = Files.list(FILES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.equals("names.txt"))
                    .toList();
        }
    }

    @Test
    void coversEveryFile() throws IOException {
        assertThat(files()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3.5-single.json", "3.7-sentinel.yaml", "3.52-single.yaml", "4.0-cluster.yaml", "4.7-single.yaml"
            })
    void usesThePasswordOfTheFile(String file) throws IOException {
        assertThat(read(file).login().password()).isEqualTo("of the file");
    }

    @Test
    void usesThePoolsAndTheAddressMapOfTheFile() throws IOException {
        var cluster = (ClusterServersConfig)
                RedissonConfiguration.servers(read("3.17-cluster-nat.yaml").config());
        assertThat(cluster.getNatMapper()).isInstanceOf(HostNatMapper.class);
        assertThat(cluster.isCheckSlotsCoverage()).isFalse();

        var jackson = read("3.12-single-jackson.yaml").config();
        assertThat(jackson.getAddressResolverGroupFactory()).isInstanceOf(DnsAddressResolverGroupFactory.class);
        assertThat(jackson.useSingleServer().getConnectionPoolSize()).isEqualTo(16);
        assertThat(jackson.useSingleServer().getDatabase()).isEqualTo(1);
    }

    /** Shows that the files are valid: Redisson itself reads them. */
    @ParameterizedTest
    @ValueSource(strings = {"4.0-cluster.yaml", "4.7-single.yaml"})
    void isReadByRedissonItself(String file) throws IOException {
        assertThat(Config.fromYAML(Files.readString(FILES.resolve(file)).replaceFirst("(?m)^codec: .*$", "")))
                .isNotNull();
    }

    /** A level, a name, and the first and the last version that had it, from Redisson's own archives. */
    @ParameterizedTest
    @MethodSource("names")
    void knowsEveryPropertyOfEachRedissonVersion(String line) {
        var facts = line.split(" ");
        var fate = RedissonNames.fate(facts[0].equals("client") ? null : facts[0], facts[1]);

        assertThat(fate)
                .isNotEqualTo(Fate.UNKNOWN)
                .matches(
                        is -> is != Fate.EARLIER || !facts[3].equals("4.7.0"),
                        "this Redisson has it, so it is none of earlier ones");
        if (!facts[3].equals("4.7.0")) {
            assertThat(fate).isIn(Fate.EARLIER, Fate.OTHER_SERVERS);
        }
    }

    static List<String> names() throws IOException {
        try (Stream<String> lines = Files.lines(FILES.resolve("names.txt"))) {
            return lines.filter(line -> !line.startsWith("#")).toList();
        }
    }

    private static RedissonConfiguration read(String file) throws IOException {
        return RedissonConfiguration.parse(Files.readString(FILES.resolve(file)));
    }
}
