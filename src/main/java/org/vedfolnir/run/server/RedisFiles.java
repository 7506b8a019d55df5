package org.vedfolnir.run.server;

import java.nio.file.Path;
import org.vedfolnir.run.system.DataFolder;

/**
 * The files of one Redis process.
 *
 * @param name of its settings and its log
 * @param title for messages
 * @param folder of its data
 */
public record RedisFiles(DataFolder data, String name, String title, Path folder) {

    static RedisFiles ofTheOne(DataFolder data) {
        return new RedisFiles(data, "redis", "Redis", data.redis());
    }

    /** @param number from 1 on */
    static RedisFiles inCluster(DataFolder data, int number) {
        var name = "redis-" + number;
        return new RedisFiles(data, name, name, data.cluster().resolve(name));
    }

    Path settings() {
        return data.secretFile(name + ".conf");
    }

    Path log() {
        return data.log(name);
    }

    /** Quotes a value for the settings of Redis. */
    static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\") + "\"";
    }
}
