package org.vedfolnir.session.store.redis.settings;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.redisson.config.BaseConfig;
import org.redisson.config.Config;
import org.redisson.misc.RedisURI;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A configuration of Redisson in YAML or JSON: the servers, Cluster and Sentinel among them, and how to reach them. Checked before
 * Redisson reads it, since its file may name any class and switch off what keeps sessions safe. Immutable.
 */
public final class RedissonConfiguration {

    private static final Pattern UNKNOWN = Pattern.compile("Cannot create property=(\\w+)");
    private static final int MOST_PORT = 65_535;
    private static final Pattern LOGIN = Pattern.compile("(?<=://)[^/@]*@");

    private final String text;
    private final RedissonFile file;
    private final String places;

    private RedissonConfiguration(String text, RedissonFile file, String places) {
        this.text = text;
        this.file = file;
        this.places = places;
    }

    /** @throws IllegalArgumentException that says what is wrong and where, and shows no value, which may be a password */
    public static RedissonConfiguration parse(String text) {
        try {
            var file = new RedissonFile(text);
            if (!file.isMap()) {
                throw nowhere();
            }
            refuseWhatWeakens(file.written());
            return read(file);
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new IllegalArgumentException(
                    "is a Redisson configuration in YAML; this is not well formed in line " + line, e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("is a Redisson configuration in YAML; this is none", e);
        }
    }

    private static RedissonConfiguration read(RedissonFile file) {
        var text = file.text();
        try {
            return new RedissonConfiguration(text, file, places(Config.fromYAML(text)));
        } catch (YAMLException e) {
            throw new IllegalArgumentException("is a Redisson configuration in YAML; " + wrongValue(file, e), e);
        }
    }

    /** The message of the parser shows the lines around, and so perhaps a password; and its lines are not those of the file. */
    private static String wrongValue(RedissonFile file, YAMLException e) {
        var found = UNKNOWN.matcher(String.valueOf(e.getMessage()));
        var name = "";
        while (found.find()) {
            name = found.group(1);
        }
        return name.isEmpty()
                ? "Redisson does not understand it"
                : "Redisson does not take such a value of '" + name + "' as in line " + file.line(name);
    }

    private static void refuseWhatWeakens(Map<String, String> written) {
        if (!"STRICT".equals(written.getOrDefault("sslVerificationMode", "STRICT"))
                || !"true".equals(written.getOrDefault("sslEnableEndpointIdentification", "true"))) {
            throw new IllegalArgumentException(
                    "checks a server's certificate and its host name; remove"
                            + " sslVerificationMode and sslEnableEndpointIdentification, and name your authority in redisTrustStore");
        }
    }

    private static String places(Config config) {
        if (config.isClusterConfig()) {
            return places("the Cluster ", config.useClusterServers().getNodeAddresses());
        } else if (config.isSentinelConfig() && config.useSentinelServers().getMasterName() != null) {
            return places(
                    "the master of Sentinels ", config.useSentinelServers().getSentinelAddresses());
        } else if (config.isSingleConfig() && config.useSingleServer().getAddress() != null) {
            return places("", List.of(config.useSingleServer().getAddress()));
        }
        throw nowhere();
    }

    private static String places(String kind, List<String> addresses) {
        if (addresses.isEmpty()) {
            throw nowhere();
        }
        addresses.forEach(RedissonConfiguration::check);
        return kind + LOGIN.matcher(String.join(", ", addresses)).replaceAll("");
    }

    /** Redisson finds out when it connects, and says no more than "port out of range". What stands before the host may be a password. */
    private static void check(String address) {
        try {
            var port = new RedisURI(address).getPort();
            if (port > 0 && port <= MOST_PORT) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(address);
        }
        throw wrong(address);
    }

    private static IllegalArgumentException wrong(String address) {
        return new IllegalArgumentException(
                "names servers as redis://host:port or rediss://host:port, with a port from 1 to 65535; '"
                        + address.replaceFirst("^.*@", "") + "' is none");
    }

    private static IllegalArgumentException nowhere() {
        return new IllegalArgumentException("names servers: an address in singleServerConfig, a masterName and"
                + " sentinelAddresses in sentinelServersConfig, or nodeAddresses in clusterServersConfig");
    }

    /** A new one each time: Redisson's are changed by their owner. */
    public Config config() {
        return Config.fromYAML(text);
    }

    /** The one that stands in it, of the client or, as Redisson's older files have it, of its servers. */
    @SuppressWarnings("deprecation")
    public RedisLogin login() {
        var config = config();
        var servers = servers(config);
        var password = config.getPassword() == null ? servers.getPassword() : config.getPassword();
        return password == null
                ? RedisLogin.NONE
                : new RedisLogin(config.getUsername() == null ? servers.getUsername() : config.getUsername(), password);
    }

    /** Not Redisson's own way, which refuses pools before this store's defaults are in. */
    public static BaseConfig<?> servers(Config config) {
        return config.isClusterConfig()
                ? config.useClusterServers()
                : config.isSentinelConfig() ? config.useSentinelServers() : config.useSingleServer();
    }

    public boolean sets(String name) {
        return file.written().containsKey(name);
    }

    public String places() {
        return places;
    }

    /** Names in it that the manager decides itself, in alphabetical order. */
    public List<String> notUsed() {
        return file.ours();
    }

    /** Names in it that earlier versions of Redisson had, in alphabetical order. */
    public List<String> earlier() {
        return file.earlier();
    }

    /** All of them, each with the reason, for people; empty if there are none. */
    public String passedOver() {
        return Stream.of(
                        reason(
                                notUsed(),
                                "the manager decides these itself, and its setting commandTimeout is the deadline of a command"),
                        reason(earlier(), "this version of Redisson has them no longer"))
                .filter(reason -> !reason.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String reason(List<String> names, String why) {
        return names.isEmpty() ? "" : String.join(", ", names) + " (" + why + ")";
    }
}
