package org.vedfolnir.benchmark.spring;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.vedfolnir.benchmark.server.Contestant;
import org.vedfolnir.benchmark.server.ManagerContestant;

/**
 * Spring Session as its own annotations configure it, as a servlet filter in front of the servlet; {@code repository} is {@code plain} or
 * {@code indexed}.
 */
public final class SpringContestant implements Contestant {

    @Override
    public void install(Context context, Map<String, String> settings) throws Exception {
        var redis = URI.create(settings.getOrDefault("redisUrl", ""));
        var spring = new AnnotationConfigApplicationContext();
        spring.registerBean(
                LettuceConnectionFactory.class,
                () -> settings.containsKey("cluster")
                        ? new LettuceConnectionFactory(
                                new RedisClusterConfiguration(List.of(redis.getHost() + ":" + redis.getPort())))
                        : new LettuceConnectionFactory(
                                new RedisStandaloneConfiguration(redis.getHost(), redis.getPort())));
        spring.register("indexed".equals(settings.get("repository")) ? Indexed.class : Plain.class);
        spring.refresh();
        addFilter(context, spring.getBean("springSessionRepositoryFilter", Filter.class));
        new ManagerContestant().install(context, Map.of("pathname", ""));
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
