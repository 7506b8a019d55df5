package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;

/**
 * Two nodes get this build's jar in place of an older one, one after the other, while users count on both. {@code -Dprevious.jar} names the older one; by
 * default it is this build's own.
 */
@Tag("deployments")
class RollingUpgrade {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path NEW = Path.of("target", "vedfolnir-session-manager.jar");
    private static final Path OLD = Path.of(System.getProperty("previous.jar", NEW.toString()));

    @ParameterizedTest
    @EnumSource
    void signsNobodyOutAndLosesNothing(ReverseProxy.Program program) throws Exception {
        var password = UUID.randomUUID().toString();
        var keys = KeyRing.generate();
        try (var nodes = ProxiedNodes.of(node(keys, password), node(keys, password))) {
            nodes.start();
            try (var proxy = nodes.behind(program, ReverseProxy.ANY_NODE)) {
                var visitors = new CountingVisitors(nodes.trust(), proxy::uri, password, RollingRestart.VISITORS);
                visitors.send(500);
                for (var node : nodes.tomcats()) {
                    upgrade(node, proxy, visitors);
                }
                var noticed = visitors.leave();
                Figures.note("Rolling upgrade from " + version() + " behind " + program + ": " + noticed.line());
                assertThat(noticed.signedOut()).isEmpty();
                assertThat(noticed.lost()).isEmpty();
                if (knowsDraining()) {
                    assertThat(noticed.errors()).isEmpty();
                }
            }
        }
    }

    private static ProxiedNode node(String keys, String password) throws Exception {
        var node = ProxiedNode.unpacked(new StockTomcat("11.0").withManagerJar(OLD), REDIS.url(), keys, password);
        if (!knowsDraining()) {
            node.withoutValve();
        }
        return node;
    }

    private static void upgrade(ProxiedNode node, ReverseProxy proxy, CountingVisitors visitors) throws Exception {
        if (knowsDraining()) {
            node.drain();
        }
        if (proxy instanceof NginxProxy nginx) {
            nginx.takeOut(node);
        }
        if (knowsDraining() || proxy instanceof NginxProxy) {
            visitors.leaveAlone(node);
        }
        node.tomcat().stop();
        node.tomcat().withManagerJar(NEW);
        if (!knowsDraining()) {
            node.withValve();
        }
        node.start();
        if (proxy instanceof NginxProxy nginx) {
            nginx.putBack();
        }
        Eventually.within(PATIENCE, () -> node.served() > 0);
        visitors.send(500);
    }

    private static boolean knowsDraining() throws Exception {
        try (var jar = new JarFile(OLD.toFile())) {
            return jar.getEntry("org/vedfolnir/session/operation/Draining.class") != null;
        }
    }

    private static String version() throws Exception {
        try (var jar = new JarFile(OLD.toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Implementation-Version") + " (" + OLD.getFileName()
                    + ")";
        }
    }
}
