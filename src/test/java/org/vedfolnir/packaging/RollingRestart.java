package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;

/** Both nodes behind a reverse proxy are stopped and started, one after the other, while users count. */
@Tag("deployments")
class RollingRestart {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    static final int VISITORS = 12;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How a node is stopped. */
    enum Way {
        /** With Tomcat's own connector, which is bound before the start and after the stop. */
        TOMCATS_DEFAULT,
        /** With the shipped server.xml. */
        SHIPPED,
        /** The same after it has been drained. */
        DRAINED
    }

    static Stream<Arguments> ways() {
        return Stream.of(ReverseProxy.Program.values())
                .flatMap(program -> Stream.of(Way.values()).map(way -> Arguments.of(program, way)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void losesNothingAndWithDrainingNobodyNotices(ReverseProxy.Program program, Way way) throws Exception {
        var noticed = restart(REDIS.url(), program, way, 2);

        Figures.note("Rolling restart behind " + program + ", " + way + ": " + noticed.line());
        assertThat(noticed.signedOut()).isEmpty();
        assertThat(noticed.lost()).isEmpty();
        if (way == Way.DRAINED) {
            assertThat(noticed.errors()).isEmpty();
            // nginx closes kept connections of clients when it reads its configuration again
            assertThat(noticed.unanswered())
                    .satisfiesAnyOf(number -> assertThat(number).isZero(), number -> assertThat(program)
                            .isEqualTo(ReverseProxy.Program.NGINX));
        }
    }

    /** @param howMany of the two nodes are restarted */
    static CountingVisitors.Noticed restart(String redisUrl, ReverseProxy.Program program, Way way, int howMany)
            throws Exception {
        var password = UUID.randomUUID().toString();
        try (var nodes = ProxiedNodes.with(redisUrl, KeyRing.generate(), password)) {
            if (way == Way.TOMCATS_DEFAULT) {
                for (var node : nodes.tomcats()) {
                    useTomcatsDefaults(node);
                }
            }
            nodes.start();
            try (var proxy = nodes.behind(program, ReverseProxy.ANY_NODE)) {
                if (proxy instanceof NginxProxy nginx && way == Way.DRAINED) {
                    nginx.followingReadiness();
                }
                var visitors = new CountingVisitors(nodes.trust(), proxy::uri, password, VISITORS);
                visitors.send(500);
                for (var node : nodes.tomcats().subList(0, howMany)) {
                    restart(node, visitors, way);
                }
                return visitors.leave();
            }
        }
    }

    private static void useTomcatsDefaults(ProxiedNode node) throws IOException {
        node.change("conf/server.xml", " gracefulStopAwaitMillis=\"15000\"", "");
        node.change("conf/server.xml", " bindOnInit=\"false\"", "");
    }

    private static void restart(ProxiedNode node, CountingVisitors visitors, Way way) throws Exception {
        if (way == Way.DRAINED) {
            node.drain();
            visitors.leaveAlone(node);
        }
        node.tomcat().stop();
        visitors.send(300);
        node.start();
        Eventually.within(PATIENCE, () -> node.served() > 0);
        visitors.send(300);
    }
}
