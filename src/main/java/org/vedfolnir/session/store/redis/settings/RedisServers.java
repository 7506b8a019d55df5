package org.vedfolnir.session.store.redis.settings;

import java.net.URI;
import java.util.List;
import org.redisson.config.Config;
import org.redisson.misc.RedisURI;

/**
 * The servers that a configuration names, for a client that is not Redisson. Immutable.
 *
 * @param kind what they are
 * @param addresses any of them may be asked
 * @param master the name under which Sentinels know the master; empty if there are none
 * @param sentinelLogin at the Sentinels
 * @param database that has the sessions
 */
public record RedisServers(Kind kind, List<Address> addresses, String master, RedisLogin sentinelLogin, int database) {

    /** What the addresses belong to. */
    public enum Kind {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    /** @param tls whether it is reached over TLS */
    public record Address(String host, int port, boolean tls) {

        static Address of(String text) {
            var address = new RedisURI(text);
            return new Address(address.getHost(), address.getPort(), address.isSsl());
        }

        @Override
        public String toString() {
            return (tls ? "rediss://" : "redis://") + host + ":" + port;
        }
    }

    public RedisServers {
        addresses = List.copyOf(addresses);
    }

    static RedisServers of(URI address, int port, int database) {
        return single(new Address(address.getHost(), port, "rediss".equals(address.getScheme())), database);
    }

    private static RedisServers single(Address address, int database) {
        return new RedisServers(Kind.SINGLE, List.of(address), "", RedisLogin.NONE, database);
    }

    static RedisServers of(Config config) {
        if (config.isClusterConfig()) {
            return new RedisServers(
                    Kind.CLUSTER, addresses(config.useClusterServers().getNodeAddresses()), "", RedisLogin.NONE, 0);
        } else if (config.isSentinelConfig()) {
            var sentinels = config.useSentinelServers();
            var password = sentinels.getSentinelPassword();
            return new RedisServers(
                    Kind.SENTINEL,
                    addresses(sentinels.getSentinelAddresses()),
                    sentinels.getMasterName(),
                    password == null ? RedisLogin.NONE : new RedisLogin(sentinels.getSentinelUsername(), password),
                    sentinels.getDatabase());
        }
        var server = config.useSingleServer();
        return single(Address.of(server.getAddress()), server.getDatabase());
    }

    private static List<Address> addresses(List<String> texts) {
        return texts.stream().map(Address::of).toList();
    }
}
