package org.vedfolnir.session.store.redis.settings;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.redisson.config.Config;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * A Redisson file as a tree, without everything that Redisson must not read. Instantiates nothing from the file, so the
 * file may name any class. Used by one thread.
 */
final class RedissonFile {

    /** Redisson's own package, also after the jar has relocated it. */
    private static final String PACKAGE = Config.class
            .getPackageName()
            .substring(0, Config.class.getPackageName().lastIndexOf('.') + 1);

    /** The package in operators' files; concatenated, since the packaging of this jar would change a single text. */
    private static final String WRITTEN_PACKAGE = String.join(".", "org", "redisson", "");

    private static final Set<String> PLAIN_TAGS = Set.of("str", "int", "float", "bool", "null", "map", "seq", "merge");
    /** The name by which Redisson's files named classes when it read them with Jackson. */
    private static final String CLASS = "class";
    /** The merge key of YAML: its value's entries belong to this level. */
    private static final String MERGE = "<<";

    private final @Nullable Node tree;
    private final Map<String, String> written = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Set<String> overridden = new TreeSet<>();
    private final Set<String> earlier = new TreeSet<>();
    /**
     * Entries of the servers that now belong to the client: Redisson 4 logs a warning for each, each time that it reads
     * it.
     */
    private final Map<String, NodeTuple> raised = new LinkedHashMap<>();

    /** @throws org.yaml.snakeyaml.error.YAMLException if it is not YAML */
    RedissonFile(String text) {
        var options = new LoaderOptions();
        options.setTagInspector(tag -> true);
        tree = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        if (tree instanceof MappingNode client) {
            level(client, null);
            raise(client);
        }
    }

    /** Whether it is a map, like a configuration. */
    boolean isMap() {
        return tree instanceof MappingNode;
    }

    private void level(MappingNode map, @Nullable String servers) {
        var kept = new ArrayList<NodeTuple>();
        for (var entry : map.getValue()) {
            var name = name(entry.getKeyNode());
            if (MERGE.equals(name) && entry.getValueNode() instanceof MappingNode merged) {
                level(merged, servers);
                kept.add(entry);
            } else if (entry.getValueNode().getTag().equals(Tag.NULL)) {
                known(servers, entry);
            } else if (isKept(servers, entry)) {
                kept.add(entry);
            }
        }
        map.setValue(kept);
    }

    private void raise(MappingNode client) {
        client.getValue().forEach(entry -> raised.remove(name(entry.getKeyNode())));
        var all = new ArrayList<>(client.getValue());
        raised.forEach((name, entry) -> all.add(new NodeTuple(
                new ScalarNode(Tag.STR, name, null, null, DumperOptions.ScalarStyle.PLAIN), entry.getValueNode())));
        client.setValue(all);
    }

    private boolean isKept(@Nullable String servers, NodeTuple entry) {
        var name = name(entry.getKeyNode());
        if (entry.getValueNode() instanceof ScalarNode scalar) {
            written.put(name, scalar.getValue());
        }
        switch (known(servers, entry)) {
            case OURS -> {
                overridden.add(name);
                return false;
            }
            case EARLIER -> {
                earlier.add(name);
                return false;
            }
            case CLIENTS -> {
                keep(servers, name, entry.getValueNode());
                raised.put(RedissonNames.ofClient(name), entry);
                return false;
            }
            default -> {
                keep(servers, name, entry.getValueNode());
                return true;
            }
        }
    }

    private RedissonNames.Fate known(@Nullable String servers, NodeTuple entry) {
        var name = name(entry.getKeyNode());
        var line = entry.getKeyNode().getStartMark().getLine() + 1;
        var fate = RedissonNames.fate(servers, name);
        lines.put(name, line);
        if (fate == RedissonNames.Fate.UNKNOWN) {
            throw new IllegalArgumentException("must be a Redisson configuration in YAML; unknown property '" + name
                    + "' " + (servers == null ? "" : "of " + servers + " ") + "in line " + line
                    + ", which no version of Redisson has: correct or remove it");
        }
        if (fate == RedissonNames.Fate.OTHER_SERVERS
                && !entry.getValueNode().getTag().equals(Tag.NULL)) {
            throw new IllegalArgumentException("must name one server, Sentinels or a Cluster; " + name
                    + " is not supported. Name the primary, by a name that follows a failover, as the address of"
                    + " singleServerConfig, or use sentinelServersConfig or clusterServersConfig");
        }
        return fate;
    }

    private void keep(@Nullable String servers, String name, Node value) {
        if (servers == null && RedissonNames.isServers(name) && value instanceof MappingNode map) {
            written.put(name, "");
            level(map, name);
        } else {
            relocate(value, name);
        }
    }

    /** Records what is written, and replaces the name of each class with its name in this jar. */
    private void relocate(Node node, String name) {
        if (node instanceof MappingNode map) {
            nameClass(map);
        }
        var type = type(node);
        if (type != null) {
            node.setTag(new Tag(Tag.PREFIX + type));
        }
        if (node instanceof MappingNode map) {
            written.put(name, type == null ? "" : type);
            map.getValue().forEach(entry -> relocate(entry.getValueNode(), name(entry.getKeyNode())));
        } else if (node instanceof SequenceNode list) {
            written.put(name, "");
            list.getValue().forEach(each -> relocate(each, name));
        } else if (node instanceof ScalarNode scalar) {
            written.put(name, scalar.getValue());
        }
    }

    private static void nameClass(MappingNode map) {
        var named = map.getValue().stream()
                .filter(entry -> CLASS.equals(name(entry.getKeyNode())))
                .findFirst();
        if (named.isPresent() && named.get().getValueNode() instanceof ScalarNode type) {
            map.setTag(new Tag(Tag.PREFIX + type.getValue()));
            map.setValue(map.getValue().stream()
                    .filter(entry -> entry != named.get())
                    .toList());
        }
    }

    private static String name(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** Returns the class that a node names, as named in this jar; null for plain values. */
    private static @Nullable String type(Node node) {
        var tag = node.getTag().getValue();
        var name = tag.startsWith(Tag.PREFIX) ? tag.substring(Tag.PREFIX.length()) : tag;
        if (PLAIN_TAGS.contains(name)) {
            return null;
        }
        if (!name.startsWith(WRITTEN_PACKAGE)) {
            throw new IllegalArgumentException(
                    "must name only classes of Redisson, for example a load balancer; remove " + name);
        }
        var inside = name.substring(WRITTEN_PACKAGE.length());
        // Redisson 4 has moved some
        for (var each : List.of(inside, inside.replaceFirst("^api\\.", "config."))) {
            if (exists(PACKAGE + each)) {
                return PACKAGE + each;
            }
        }
        throw new IllegalArgumentException(
                "must name classes of this version of Redisson; remove " + name + ", or name its replacement");
    }

    private static boolean exists(String type) {
        try {
            Class.forName(type, false, RedissonFile.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Returns the text for Redisson, without what it cannot or must not read. */
    String text() {
        var options = new DumperOptions();
        options.setSplitLines(false);
        var text = new StringWriter();
        new Yaml(new Representer(options), options).serialize(tree, text);
        return text.toString();
    }

    /** Returns the values by name. */
    Map<String, String> written() {
        return Map.copyOf(written);
    }

    /** Returns the line of a name, for messages; 1 for an unknown one. */
    int line(String name) {
        return lines.getOrDefault(name, 1);
    }

    /** In alphabetical order. */
    List<String> overridden() {
        return List.copyOf(overridden);
    }

    /** In alphabetical order. */
    List<String> earlier() {
        return List.copyOf(earlier);
    }
}
