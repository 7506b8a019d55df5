package org.vedfolnir.benchmark.floor;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.File;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.vedfolnir.benchmark.server.Contestant;

/** One connection of Lettuce to each Redis, shared by all requests. {@code certificate} is that of a Redis with TLS. */
public final class FloorContestant implements Contestant {

    @Override
    public void install(Context context, Map<String, String> settings) {
        var url = settings.getOrDefault("redisUrl", "");
        var options = options(settings);
        var redis = settings.containsKey("cluster") ? cluster(url, options) : one(url, options);
        Tomcat.addServlet(context, "floor", new FloorServlet(redis)).addMapping("/*");
    }

    private static ClientOptions options(Map<String, String> settings) {
        var certificate = settings.get("certificate");
        return certificate == null
                ? ClientOptions.create()
                : ClientOptions.builder()
                        .sslOptions(SslOptions.builder()
                                .trustManager(new File(certificate))
                                .build())
                        .build();
    }

    private static RedisClusterAsyncCommands<String, String> one(String url, ClientOptions options) {
        var client = RedisClient.create(url);
        client.setOptions(options);
        return client.connect().async();
    }

    private static RedisClusterAsyncCommands<String, String> cluster(String url, ClientOptions options) {
        var client = RedisClusterClient.create(url);
        client.setOptions(ClusterClientOptions.builder(options).build());
        return client.connect().async();
    }
}
