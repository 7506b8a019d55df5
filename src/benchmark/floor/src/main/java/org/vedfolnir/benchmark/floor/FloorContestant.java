package org.vedfolnir.benchmark.floor;

import io.lettuce.core.RedisClient;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.vedfolnir.benchmark.server.Contestant;

/** One connection of Lettuce, shared by all requests. */
public final class FloorContestant implements Contestant {

    @Override
    public void install(Context context, Map<String, String> settings) {
        var connection = RedisClient.create(settings.get("redisUrl")).connect();
        Tomcat.addServlet(context, "floor", new FloorServlet(connection)).addMapping("/*");
    }
}
