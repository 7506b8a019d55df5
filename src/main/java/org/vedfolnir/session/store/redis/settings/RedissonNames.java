package org.vedfolnir.session.store.redis.settings;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.redisson.config.ClusterServersConfig;
import org.redisson.config.Config;
import org.redisson.config.SentinelServersConfig;
import org.redisson.config.SingleServerConfig;

/**
 * Classifies the names in a Redisson file. This Redisson's own classes define the valid names, so an upgrade adds its
 * new names without a change here. Files outlive versions, so names of earlier versions are accepted; every other name
 * is an error. Immutable.
 */
final class RedissonNames {

    /** The classification of a name. */
    enum Fate {
        /** Redisson reads it. */
        USED,
        /** The same, but it has moved from the servers to the client. */
        CLIENTS,
        /** The manager overrides it. */
        OURS,
        /** An earlier Redisson, or Redisson PRO, has it. */
        EARLIER,
        /** Servers of a kind that the manager does not support. */
        OTHER_SERVERS,
        /** No version has it. */
        UNKNOWN
    }

    private static final Map<String, Class<?>> SERVERS = Map.of(
            "singleServerConfig", SingleServerConfig.class,
            "sentinelServersConfig", SentinelServersConfig.class,
            "clusterServersConfig", ClusterServersConfig.class);

    /** Since 3.5; the last ones are not open source. */
    private static final Set<String> OTHER_SERVERS = Set.of(
            "masterSlaveServersConfig",
            "replicatedServersConfig",
            "elasticacheServersConfig",
            "proxyServersConfig",
            "multiClusterServersConfig",
            "multiSentinelServersConfig");

    private static final Set<String> OURS = Set.of(
            "threads",
            "nettyThreads",
            "executor",
            "nettyExecutor",
            "eventLoopGroup",
            "transportMode",
            "lazyInitialization",
            "protocol",
            "nettyHook",
            "codec",
            "nameMapper",
            "commandMapper",
            "credentialsResolver",
            "timeout",
            "connectTimeout",
            "retryAttempts",
            "retryInterval",
            "retryDelay",
            "reconnectionDelay",
            "readMode",
            "subscriptionMode",
            "sslEnableEndpointIdentification",
            "subscriptionConnectionMinimumIdleSize",
            // replicas: scripts run on masters only
            "failedSlaveCheckInterval",
            "failedSlaveReconnectionInterval");

    /** Names that differ at the client. */
    private static final Map<String, String> RENAMED = Map.of("keepAlive", "tcpKeepAlive");

    /** By level; each with a version that had it. A name that is missing here and in Redisson prevents the start. */
    private static final Map<String, String> EARLIER_IN_CLIENT = Map.of(
            "codecProvider", "3.5",
            "resolverProvider", "3.5",
            "redissonReferenceEnabled", "3.5",
            "useLinuxNativeEpoll", "3.7",
            "referenceCodecProvider", "3.10",
            "decodeInExecutor", "3.12",
            "performanceMode", "PRO",
            "meterMode", "PRO",
            "meterRegistryProvider", "PRO",
            "registrationKey", "PRO");

    private static final Map<String, String> EARLIER_IN_SERVERS = Map.of(
            "dnsMonitoring", "3.5",
            "pingTimeout", "3.10",
            "failedAttempts", "3.10",
            "reconnectionTimeout", "3.10",
            "slaveSubscriptionConnectionMinimumIdleSize", "3.10",
            "slaveSubscriptionConnectionPoolSize", "3.10",
            "slots", "PRO");

    private RedissonNames() {}

    /** Whether this name of the client contains servers that the manager supports. */
    static boolean isServers(String name) {
        return SERVERS.containsKey(name);
    }

    /** @param servers the name of the servers that it belongs to; null for the client's own */
    static Fate fate(@Nullable String servers, String name) {
        if (servers == null && OTHER_SERVERS.contains(name)) {
            return Fate.OTHER_SERVERS;
        }
        var known = has(servers == null ? Config.class : SERVERS.getOrDefault(servers, Config.class), name);
        var earlier = (servers == null ? EARLIER_IN_CLIENT : EARLIER_IN_SERVERS).containsKey(name);
        if (known && OURS.contains(name)) {
            return Fate.OURS;
        } else if (known) {
            return servers != null && has(Config.class, ofClient(name)) ? Fate.CLIENTS : Fate.USED;
        }
        return earlier ? Fate.EARLIER : Fate.UNKNOWN;
    }

    static String ofClient(String name) {
        return RENAMED.getOrDefault(name, name);
    }

    /** Includes non-public setters, which those of the servers are. */
    private static boolean has(Class<?> level, String name) {
        return setters(level)
                .contains("set" + Character.toUpperCase(name.isEmpty() ? ' ' : name.charAt(0))
                        + name.substring(Math.min(1, name.length())));
    }

    private static Set<String> setters(Class<?> level) {
        return Stream.<Class<?>>iterate(level, type -> type != Object.class, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.getParameterCount() == 1)
                .map(Method::getName)
                .collect(Collectors.toSet());
    }
}
