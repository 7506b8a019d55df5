package org.vedfolnir.benchmark.spring;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.File;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.vedfolnir.benchmark.server.Contestant;
import org.vedfolnir.benchmark.server.ManagerContestant;

/**
 * Spring Session as its own annotations configure it, as a servlet filter in front of the servlet; {@code repository} is {@code plain} or
 * {@code indexed}, {@code certificate} that of a Redis with TLS.
 */
public final class SpringContestant implements Contestant {

    @Override
    public void install(Context context, Map<String, String> settings) throws Exception {
        var spring = new AnnotationConfigApplicationContext();
        spring.registerBean(LettuceConnectionFactory.class, () -> connections(settings));
        spring.register("indexed".equals(settings.get("repository")) ? Indexed.class : Plain.class);
        spring.refresh();
        addFilter(context, spring.getBean("springSessionRepositoryFilter", Filter.class));
        new ManagerContestant().install(context, Map.of("pathname", ""));
    }

    private static LettuceConnectionFactory connections(Map<String, String> settings) {
        var redis = URI.create(settings.getOrDefault("redisUrl", ""));
        var client = client(settings);
        return settings.containsKey("cluster")
                ? new LettuceConnectionFactory(
                        new RedisClusterConfiguration(List.of(redis.getHost() + ":" + redis.getPort())), client)
                : new LettuceConnectionFactory(
                        new RedisStandaloneConfiguration(redis.getHost(), redis.getPort()), client);
    }

    private static LettuceClientConfiguration client(Map<String, String> settings) {
        var certificate = settings.get("certificate");
        return certificate == null
                ? LettuceClientConfiguration.defaultConfiguration()
                : LettuceClientConfiguration.builder()
                        .clientOptions(trusting(new File(certificate)))
                        .useSsl()
                        .build();
    }

    /** The default options in everything else. */
    private static ClientOptions trusting(File certificate) {
        return ClientOptions.builder()
                .timeoutOptions(TimeoutOptions.enabled())
                .sslOptions(SslOptions.builder().trustManager(certificate).build())
                .build();
    }

    private static void addFilter(Context context, Filter filter) {
        var definition = new FilterDef();
        definition.setFilterName("sessions");
        definition.setFilter(filter);
        context.addFilterDef(definition);
        var map = new FilterMap();
        map.setFilterName("sessions");
        map.addURLPatternDecoded("/*");
        map.setDispatcher(DispatcherType.REQUEST.name());
        context.addFilterMap(map);
    }
}
