package org.vedfolnir.session.store.redis.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.ClusterServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConfigSupport;
import org.redisson.config.ReadMode;
import org.redisson.config.SslVerificationMode;
import org.vedfolnir.session.store.redis.client.ClientConfig;
import org.vedfolnir.session.store.redis.client.LastConnectionFailure;
import org.vedfolnir.session.store.redis.client.RedisCredentialsResolver;

/** A Redisson file names the servers. It cannot change what protects sessions. */
class RedissonConfigurationTest {

    private static final String SINGLE = "singleServerConfig: {address: \"rediss://cache:6380\"}\n";

    /** Records whether an object of this class is created. */
    public static final class Canary {

        static boolean sang;

        public Canary() {
            sang = true;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sslVerificationMode: NONE | redisTrustStore",
                "sslVerificationMode: CA_ONLY | redisTrustStore",
                "connectionListener: !<org.vedfolnir.session.store.redis.settings.RedissonConfigurationTest$Canary> {} | only classes of Redisson",
                "connectionListener: {class: org.vedfolnir.session.store.redis.settings.RedissonConfigurationTest$Canary} | only classes of Redisson",
                "addressResolverGroupFactory: !<org.redisson.connection.NoSuchFactory> {} | remove org.redisson.connection.NoSuchFactory",
                "adress: secret | unknown property 'adress' in line 2, which no version",
                "replicatedServersConfig: {nodeAddresses: ['redis://secret:1']} | replicatedServersConfig is not supported",
                "masterSlaveServersConfig: {masterAddress: 'redis://secret:1'} | Name the primary",
                "tcpUserTimeout: secret | invalid value of 'tcpUserTimeout' in line 2",
                "threads: [secret | not well formed in line 3",
            })
    void rejectsAWeakeningPropertyWithAdvice(String line, String message) {
        assertThatThrownBy(() -> RedissonConfiguration.parse(SINGLE + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
        assertThat(Canary.sang).isFalse();
    }

    @Test
    void rejectsAnUnknownPropertyOfTheServersWithItsLine() {
        assertThatThrownBy(() -> RedissonConfiguration.parse("""
                singleServerConfig:
                  address: "redis://cache:6379"
                  nodeAdresses: secret
                """))
                .hasMessageContaining("unknown property 'nodeAdresses' of singleServerConfig in line 3")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "codec: !<org.redisson.codec.SerializationCodec> {}",
                "codec: !!org.vedfolnir.session.store.redis.settings.RedissonConfigurationTest$Canary {}",
                "codec: {class: org.vedfolnir.session.store.redis.settings.RedissonConfigurationTest$Canary}",
                "nettyHook: !<org.vedfolnir.session.store.redis.settings.RedissonConfigurationTest$Canary> {}",
                "nameMapper: !<org.vedfolnir.session.store.redis.settings.RedissonConfigurationTest$Canary> {}",
                "commandMapper: !<org.redisson.config.DefaultCommandMapper> {}",
                "credentialsResolver: !<org.vedfolnir.session.store.redis.settings.RedissonConfigurationTest$Canary> {}",
            })
    void ignoresPropertiesThatTheManagerSetsWithoutCreatingTheirClasses(String line) {
        var configuration = RedissonConfiguration.parse(SINGLE + line + "\n");

        assertThat(configuration.overridden()).containsExactly(line.substring(0, line.indexOf(':')));
        assertThat(merged(configuration).getCodec()).isSameAs(ByteArrayCodec.INSTANCE);
        assertThat(Canary.sang).isFalse();
    }

    @Test
    void checksMergedParts() {
        var configuration = RedissonConfiguration.parse("""
                singleServerConfig:
                  <<: &common {pingTimeout: 1000, retryInterval: 1500, connectionPoolSize: 20}
                  address: "redis://cache:6379"
                """);

        assertThat(configuration.config().useSingleServer().getConnectionPoolSize())
                .isEqualTo(20);
        assertThat(configuration.earlier()).containsExactly("pingTimeout");
    }

    @Test
    void rejectsDisabledHostNameVerification() {
        assertThatThrownBy(
                        () -> RedissonConfiguration.parse(
                                "singleServerConfig: {address: \"rediss://cache:6380\", sslEnableEndpointIdentification: false}"))
                .hasMessageContaining("redisTrustStore");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "threads: 2",
                "- a",
                "a",
                "sentinelServersConfig: {masterName: mine}",
                "singleServerConfig: {}"
            })
    void rejectsAConfigurationWithoutServers(String text) {
        assertThatThrownBy(() -> RedissonConfiguration.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://u:secret@cache:99999",
                "redis://u:secret@cache:0",
                "redis://u:secret@cache",
                "u:secret@cache:6379"
            })
    void rejectsAnAddressWithoutAValidPort(String wrong) {
        for (var servers : List.of(
                "singleServerConfig: {address: \"%s\"}",
                "clusterServersConfig: {nodeAddresses: [\"redis://one:7000\", \"%s\"]}",
                "sentinelServersConfig: {masterName: mine, sentinelAddresses: [\"%s\"]}")) {
            assertThatThrownBy(() -> RedissonConfiguration.parse(servers.formatted(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("with a port from 1 to 65535; 'cache")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void overridesDeadlinesAndThreadsAndKeepsServersAndPools() {
        var configuration = RedissonConfiguration.parse("""
                clusterServersConfig:
                  nodeAddresses: [ "redis://one:7000" ]
                  timeout: 30000
                  retryAttempts: 5
                  readMode: SLAVE
                  masterConnectionPoolSize: 20
                  loadBalancer: !<org.redisson.connection.balancer.RandomLoadBalancer> {}
                threads: 64
                codec: !<org.redisson.client.codec.ByteArrayCodec> {}
                """);
        var config = merged(configuration);
        var servers = (ClusterServersConfig) ConfigSupport.getConfig(config);

        assertThat(servers.getNodeAddresses()).containsExactly("redis://one:7000");
        assertThat(servers.getTimeout()).isEqualTo(250);
        assertThat(servers.getConnectTimeout()).isEqualTo(250);
        assertThat(servers.getRetryAttempts()).isZero();
        assertThat(servers.getReadMode()).isEqualTo(ReadMode.MASTER);
        assertThat(servers.getMasterConnectionPoolSize()).isEqualTo(20);
        assertThat(servers.getMasterConnectionMinimumIdleSize()).isEqualTo(1);
        assertThat(config.getCodec()).isSameAs(ByteArrayCodec.INSTANCE);
        assertThat(config.getSslVerificationMode()).isEqualTo(SslVerificationMode.STRICT);
        assertThat(configuration.overridden())
                .containsExactly("codec", "readMode", "retryAttempts", "threads", "timeout");
    }

    private static Config merged(RedissonConfiguration configuration) {
        var access =
                new RedisAccess(URI.create("redis://unused"), configuration, TlsTrust.OF_JAVA, configuration::login);
        var settings = TestSettings.of(access).grace(Duration.ofSeconds(60)).made();
        return ClientConfig.of(
                settings,
                new RedisCredentialsResolver(access.login(), System::nanoTime),
                new LastConnectionFailure(System::nanoTime));
    }

    @Test
    void showsNoPasswordInAPlace() {
        assertThat(RedissonConfiguration.parse("""
                sentinelServersConfig:
                  masterName: mine
                  sentinelAddresses: [ "redis://u:secret@one:26379", "redis://two:26379" ]
                """).places())
                .isEqualTo("the master of Sentinels redis://one:26379, redis://two:26379");
    }
}
