package org.vedfolnir.run.site;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.run.node.LogFormat;
import org.vedfolnir.run.system.StartupException;

/**
 * The options of the command line and the environment. Immutable.
 *
 * @param check whether to run the acceptance scenario instead of serving
 * @param cluster whether to start a Redis Cluster instead of one Redis
 * @param nodes number of Tomcats
 * @param port of the first node; the others follow
 * @param data the folder of all data
 * @param redisUrl of an existing Redis; null to start one
 * @param databaseUrl of an existing database; null to serve an H2 file
 */
public record Options(
        boolean check,
        boolean cluster,
        int nodes,
        int port,
        Path data,
        @Nullable String redisUrl,
        @Nullable String databaseUrl) {

    private static final int MOST_NODES = 4;
    private static final List<String> OTHER_REDIS =
            List.of("REDIS_URL", "REDIS_URL_FILE", "SESSION_REDISSON_CONFIG", "SESSION_REDISSON_CONFIG_FILE");

    /** @throws StartupException with the invalid option, its value and what is allowed */
    public static Options parse(List<String> arguments, Map<String, String> environment) {
        var check = false;
        var cluster = false;
        var nodes = 1;
        var data = Path.of("data");
        for (var words = arguments.iterator(); words.hasNext(); ) {
            var word = words.next();
            switch (word) {
                case "--check" -> check = true;
                case "--cluster" -> cluster = true;
                case "--nodes" -> nodes = number("--nodes", value(word, words), 1, MOST_NODES);
                case "--data" -> data = Path.of(value(word, words));
                default ->
                    throw new StartupException("'" + word + "' is not an option of ./run; './run --help' lists them.");
            }
        }
        if (cluster) {
            requireNoOther(environment);
        }
        LogFormat.of(environment); // the nodes read it
        var port = number("PORT", environment.getOrDefault("PORT", "8080"), 1, 65536 - nodes);
        return new Options(
                check,
                cluster,
                nodes,
                port,
                data.toAbsolutePath().normalize(),
                environment.get("REDIS_URL"),
                environment.get("DATABASE_URL"));
    }

    private static void requireNoOther(Map<String, String> environment) {
        for (var name : OTHER_REDIS) {
            if (environment.containsKey(name)) {
                throw new StartupException("--cluster starts a Redis Cluster, and " + name
                        + " names an existing Redis: remove one of the two.");
            }
        }
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new StartupException(option + " needs a value; see './run --help'.");
        }
        return words.next();
    }

    private static int number(String name, String text, int least, int most) {
        if (text.matches("\\d{1,9}")) {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new StartupException(
                name + " is '" + text + "', and must be a number from " + least + " to " + most + ".");
    }
}
