package org.vedfolnir.session.store.redis;

import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.Config;
import org.redisson.misc.RedisURI;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A configuration of Redisson in YAML or JSON: the servers, Cluster and Sentinel among them, and how to reach them. Checked before
 * Redisson reads it, since its file may name any class and switch off what keeps sessions safe. Immutable.
 */
public final class RedissonConfiguration {

    /** Redisson's own package, wherever this jar has put it. */
    private static final String PACKAGE = Config.class
            .getPackageName()
            .substring(0, Config.class.getPackageName().lastIndexOf('.') + 1);

    /** The same in the files of people; not as one text, which the packing of this jar would change. */
    private static final String WRITTEN_PACKAGE = String.join(".", "org", "redisson", "");

    private static final String STANDARD_TAG = "tag:yaml.org,2002:";
    private static final Set<String> PLAIN_TAGS = Set.of("str", "int", "float", "bool", "null", "map", "seq");
    private static final Pattern UNKNOWN = Pattern.compile("Cannot create property=(\\w+)");
    private static final int MOST_PORT = 65_535;
    private static final Pattern LOGIN = Pattern.compile("(?<=://)[^/@]*@");

    /** Decided by the manager and its own settings, whatever a file says. */
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
            "timeout",
            "connectTimeout",
            "retryAttempts",
            "retryInterval",
            "retryDelay",
            "readMode");

    private final String text;
    private final Map<String, String> written;
    private final String places;

    private RedissonConfiguration(String text, Map<String, String> written, String places) {
        this.text = text;
        this.written = written;
        this.places = places;
    }

    /** @throws IllegalArgumentException that says what is wrong and where, and shows no value, which may be a password */
    public static RedissonConfiguration parse(String text) {
        var written = new HashMap<String, String>();
        try {
            var tree = parsed(text);
            if (tree == null) {
                throw nowhere();
            }
            look(tree, "", written);
            refuseWhatWeakens(written);
            var ours = text.replace(WRITTEN_PACKAGE, PACKAGE);
            return new RedissonConfiguration(ours, Map.copyOf(written), places(Config.fromYAML(ours)));
        } catch (MarkedYAMLException e) {
            throw new IllegalArgumentException(
                    "is a Redisson configuration in YAML; " + problem(e) + " in line "
                            + (e.getProblemMark() == null
                                    ? 1
                                    : e.getProblemMark().getLine() + 1),
                    e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("is a Redisson configuration in YAML; this is none", e);
        }
    }

    /** The tree of what is written: nothing is made of it yet, so any class may be named in it. */
    private static @Nullable Node parsed(String text) {
        var options = new LoaderOptions();
        options.setTagInspector(tag -> true);
        return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    }

    /** The message of the parser shows the lines around, and so perhaps a password. */
    private static String problem(MarkedYAMLException e) {
        var found = UNKNOWN.matcher(String.valueOf(e.getMessage()));
        var name = "";
        while (found.find()) {
            name = found.group(1);
        }
        return name.isEmpty()
                ? "this is not well formed"
                : "Redisson does not know '" + name + "', or not such a value,";
    }

    private static void look(Node node, String name, Map<String, String> written) {
        var type = type(node);
        if (node instanceof MappingNode map) {
            if (!type.isEmpty()) {
                written.put(name, type);
            }
            for (var entry : map.getValue()) {
                look(entry.getValueNode(), name(entry.getKeyNode()), written);
            }
        } else if (node instanceof SequenceNode list) {
            written.put(name, "");
            list.getValue().forEach(each -> look(each, name, written));
        } else if (node instanceof ScalarNode scalar) {
            written.put(name, scalar.getValue());
        }
    }

    private static String name(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The class that a node names, in Redisson's own package; nothing for plain values. */
    private static String type(Node node) {
        var tag = node.getTag().getValue();
        var name = tag.startsWith(STANDARD_TAG) ? tag.substring(STANDARD_TAG.length()) : tag;
        if (PLAIN_TAGS.contains(name)) {
            return "";
        }
        if (!name.startsWith(WRITTEN_PACKAGE)) {
            throw new IllegalArgumentException(
                    "names classes of Redisson only, for example a load balancer; remove " + name);
        }
        return name;
    }

    private static void refuseWhatWeakens(Map<String, String> written) {
        var codec = written.get("codec");
        if (codec != null && !codec.endsWith("." + ByteArrayCodec.class.getSimpleName())) {
            throw new IllegalArgumentException(
                    "has no codec of its own: what comes from Redis is bytes, and a codec that makes"
                            + " objects of them runs what an attacker has written there (CVE-2023-42809); remove codec");
        }
        for (var name : List.of("nameMapper", "commandMapper")) {
            if (written.containsKey(name)) {
                throw new IllegalArgumentException("leaves keys and commands as they are; remove " + name);
            }
        }
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
    Config config() {
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
    static BaseConfig<?> servers(Config config) {
        return config.isClusterConfig()
                ? config.useClusterServers()
                : config.isSentinelConfig() ? config.useSentinelServers() : config.useSingleServer();
    }

    boolean sets(String name) {
        return written.containsKey(name);
    }

    String places() {
        return places;
    }

    /** Names in it that the manager decides itself, in alphabetical order. */
    public List<String> notUsed() {
        var names = new TreeSet<>(written.keySet());
        names.retainAll(OURS);
        return List.copyOf(names);
    }
}
