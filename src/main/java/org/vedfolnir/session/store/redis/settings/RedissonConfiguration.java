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
 * A configuration of Redisson in YAML or JSON: the servers, including Cluster and Sentinel, and how to reach them.
 * Checked before Redisson reads it, since a file may name any class and disable what keeps sessions safe. Immutable.
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

    /** @throws IllegalArgumentException with the error and its line, and without any value, which may be a password */
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
                    "must be a Redisson configuration in YAML; this one is not well formed in line " + line, e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("must be a Redisson configuration in YAML, and is not YAML", e);
        }
    }

    private static RedissonConfiguration read(RedissonFile file) {
        var text = file.text();
        try {
            return new RedissonConfiguration(text, file, places(Config.fromYAML(text)));
        } catch (YAMLException e) {
            throw new IllegalArgumentException("must be a Redisson configuration in YAML; " + wrongValue(file, e), e);
        }
    }

    /**
     * The parser's message contains the surrounding lines, and so perhaps a password; and its line numbers are not
     * those of the file.
     */
    private static String wrongValue(RedissonFile file, YAMLException e) {
        var found = UNKNOWN.matcher(String.valueOf(e.getMessage()));
        var name = "";
        while (found.find()) {
            name = found.group(1);
        }
        return name.isEmpty()
                ? "Redisson cannot read it"
                : "invalid value of '" + name + "' in line " + file.line(name);
    }

    private static void refuseWhatWeakens(Map<String, String> written) {
        if (!"STRICT".equals(written.getOrDefault("sslVerificationMode", "STRICT"))
                || !"true".equals(written.getOrDefault("sslEnableEndpointIdentification", "true"))) {
            throw new IllegalArgumentException("must check a server's certificate and its host name; remove"
                    + " sslVerificationMode and sslEnableEndpointIdentification, and set redisTrustStore to"
                    + " your authority");
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

    /**
     * Redisson checks addresses when it connects, and only reports "port out of range". The text before the host may be
     * a password.
     */
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
                "must name servers as redis://host:port or rediss://host:port, with a port from 1 to 65535; '"
                        + address.replaceFirst("^.*@", "") + "' is not valid");
    }

    private static IllegalArgumentException nowhere() {
        return new IllegalArgumentException("must name servers: an address in singleServerConfig, a masterName and"
                + " sentinelAddresses in sentinelServersConfig, or nodeAddresses in clusterServersConfig");
    }

    /** Returns a new object each time: the owner of a Redisson configuration changes it. */
    public Config config() {
        return Config.fromYAML(text);
    }

    /** Returns the login in the file, of the client or, in older files of Redisson, of its servers. */
    @SuppressWarnings("deprecation")
    public RedisLogin login() {
        var config = config();
        var servers = servers(config);
        var password = config.getPassword() == null ? servers.getPassword() : config.getPassword();
        return password == null
                ? RedisLogin.NONE
                : new RedisLogin(config.getUsername() == null ? servers.getUsername() : config.getUsername(), password);
    }

    /** Redisson's own method rejects pools before this store's defaults are set. */
    public static BaseConfig<?> servers(Config config) {
        return config.isClusterConfig()
                ? config.useClusterServers()
                : config.isSentinelConfig() ? config.useSentinelServers() : config.useSingleServer();
    }

    public boolean sets(String name) {
        return file.written().containsKey(name);
    }

    String places() {
        return places;
    }

    /** Returns the names in it that the manager overrides, in alphabetical order. */
    public List<String> overridden() {
        return file.overridden();
    }

    /** Returns the names in it that only earlier versions of Redisson have, in alphabetical order. */
    List<String> earlier() {
        return file.earlier();
    }

    /** Returns all of these with the reasons, for the log; empty if there are none. */
    public String ignored() {
        return Stream.of(
                        reason(
                                overridden(),
                                "the manager sets these itself, and its setting commandTimeout limits a command"),
                        reason(earlier(), "this version of Redisson no longer has them"))
                .filter(reason -> !reason.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String reason(List<String> names, String why) {
        return names.isEmpty() ? "" : String.join(", ", names) + " (" + why + ")";
    }
}
