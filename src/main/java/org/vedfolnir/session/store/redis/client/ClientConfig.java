package org.vedfolnir.session.store.redis.client;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.ClusterServersConfig;
import org.redisson.config.Config;
import org.redisson.config.Protocol;
import org.redisson.config.ReadMode;
import org.redisson.config.SentinelServersConfig;
import org.redisson.config.SingleServerConfig;
import org.redisson.config.SslVerificationMode;
import org.redisson.config.SubscriptionMode;
import org.redisson.misc.RedisURI;
import org.vedfolnir.session.store.redis.settings.RedisAccess;
import org.vedfolnir.session.store.redis.settings.RedisSettings;
import org.vedfolnir.session.store.redis.settings.RedissonConfiguration;

/** Redisson's configuration for this store: the servers of the settings or of a file, our timeouts, our codec. */
public final class ClientConfig {

    private static final int CONNECTIONS = 8;
    /**
     * How often a client looks up a new master or a moved slot, in ms: well within the time that a failover may take.
     */
    private static final int SCAN_INTERVAL = 1000;

    private final RedisSettings settings;
    private final RedisAccess access;
    private final Config config;

    private ClientConfig(RedisSettings settings) {
        this.settings = settings;
        this.access = settings.access();
        this.config = access.configuration() == null
                ? oneServer()
                : access.configuration().config();
    }

    public static Config of(
            RedisSettings settings, RedisCredentialsResolver credentials, LastConnectionFailure lastFailure) {
        var merged = new ClientConfig(settings);
        merged.servers(credentials);
        merged.client(lastFailure);
        return merged.config;
    }

    private Config oneServer() {
        var one = new Config();
        one.useSingleServer()
                .setAddress(access.redisUrl().getScheme() + "://"
                        + access.redisUrl().getHost() + ":" + access.port())
                .setDatabase(access.database());
        return one;
    }

    private void client(LastConnectionFailure lastFailure) {
        config.setCodec(ByteArrayCodec.INSTANCE);
        config.setLazyInitialization(true);
        config.setProtocol(Protocol.RESP2);
        config.setNettyHook(
                new CompositeNettyHook(List.of(new FailFastOnDisconnect(), new ReplyGuardInstaller(lastFailure))));
        config.setSslVerificationMode(SslVerificationMode.STRICT);
        var trusted = access.trust().managers();
        if (trusted != null) {
            config.setSslTrustManagerFactory(trusted);
        }
    }

    private void servers(RedisCredentialsResolver credentials) {
        var servers = RedissonConfiguration.servers(config);
        var timeout = (int) settings.commandTimeout().toMillis();
        servers.setTimeout(timeout);
        servers.setConnectTimeout(timeout);
        servers.setRetryAttempts(0);
        config.setCredentialsResolver(credentials);
        if (servers instanceof SingleServerConfig single) {
            pool(single);
        } else if (servers instanceof BaseMasterSlaveServersConfig<?> several) {
            pool(several);
        }
        if (servers instanceof SentinelServersConfig sentinels
                && access.login().get().hasPassword()) {
            // a Sentinel has its own password, or none; one that was discovered later would be mistaken for a Redis
            credentials.exclude(hosts(sentinels.getSentinelAddresses()));
            sentinels.setSentinelsDiscovery(false);
        }
        scan(servers);
    }

    private static Set<String> hosts(List<String> addresses) {
        return addresses.stream()
                .map(RedisURI::new)
                .map(address -> address.getHost() + ":" + address.getPort())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void pool(SingleServerConfig single) {
        if (!given("connectionPoolSize")) {
            single.setConnectionPoolSize(CONNECTIONS);
        }
        if (!given("connectionMinimumIdleSize")) {
            single.setConnectionMinimumIdleSize(1);
        }
        single.setSubscriptionConnectionMinimumIdleSize(0);
    }

    /** Scripts run on masters only, so no connection to a replica is needed. */
    private void pool(BaseMasterSlaveServersConfig<?> several) {
        several.setReadMode(ReadMode.MASTER);
        several.setSubscriptionMode(SubscriptionMode.MASTER);
        if (!given("masterConnectionPoolSize")) {
            several.setMasterConnectionPoolSize(CONNECTIONS);
        }
        if (!given("masterConnectionMinimumIdleSize")) {
            several.setMasterConnectionMinimumIdleSize(1);
        }
        several.setSubscriptionConnectionMinimumIdleSize(0);
    }

    private void scan(BaseConfig<?> servers) {
        if (given("scanInterval")) {
            return;
        }
        if (servers instanceof SentinelServersConfig sentinels) {
            sentinels.setScanInterval(SCAN_INTERVAL);
        } else if (servers instanceof ClusterServersConfig cluster) {
            cluster.setScanInterval(SCAN_INTERVAL);
        }
    }

    private boolean given(String name) {
        return access.configuration() != null && access.configuration().sets(name);
    }
}
