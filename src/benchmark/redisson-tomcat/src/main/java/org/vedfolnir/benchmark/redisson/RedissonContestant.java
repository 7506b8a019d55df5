package org.vedfolnir.benchmark.redisson;

import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.Context;
import org.vedfolnir.benchmark.server.Contestant;
import org.vedfolnir.benchmark.server.ManagerContestant;

/** Its manager wants a file that says where Redis is. All else stays as it comes: codec, threads, pool, timeouts. */
public final class RedissonContestant implements Contestant {

    @Override
    public void install(Context context, Map<String, String> settings) throws Exception {
        var attributes = new HashMap<>(settings);
        var redis = URI.create(attributes.remove("redisUrl"));
        var file = Files.createTempFile("redisson", ".yaml");
        Files.writeString(
                file,
                "singleServerConfig:\n  address: \"redis://%s:%d\"\n".formatted(redis.getHost(), redis.getPort()));
        attributes.put("configPath", file.toString());
        attributes.put("manager", "org.redisson.tomcat.RedissonSessionManager");
        new ManagerContestant().install(context, attributes);
    }
}
