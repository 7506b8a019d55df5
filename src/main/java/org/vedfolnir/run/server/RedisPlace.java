package org.vedfolnir.run.server;

import java.nio.file.Path;
import org.vedfolnir.run.system.DataFolder;

/**
 * Where one Redis process has its things.
 *
 * @param name of its settings and its log
 * @param title for people
 * @param folder of what it keeps
 */
public record RedisPlace(DataFolder data, String name, String title, Path folder) {

    static RedisPlace ofTheOne(DataFolder data) {
        return new RedisPlace(data, "redis", "Redis", data.redis());
    }

    /** @param number from 1 on */
    static RedisPlace inCluster(DataFolder data, int number) {
        var name = "redis-" + number;
        return new RedisPlace(data, name, name, data.cluster().resolve(name));
    }

    Path settings() {
        return data.secretFile(name + ".conf");
    }

    Path log() {
        return data.log(name);
    }
}
