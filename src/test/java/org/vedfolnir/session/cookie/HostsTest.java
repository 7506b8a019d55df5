package org.vedfolnir.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.node.DestroyedSessions;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Wire;

/** Two hosts of one Tomcat, with an application at the same path in each, as a provider with several customers has them. */
class HostsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String SECOND = "second.example";
    private static final String ALIAS = "alias.example";

    /** The node, and the manager of the second host's application. */
    private record Hosts(Node node, VedfolnirSessionManager second) implements AutoCloseable {

        static Hosts start(Consumer<VedfolnirSessionManager> setting) throws Exception {
            var second = Node.manager(REDIS.url(), "", setting);
            var node =
                    new Node(Node.manager(REDIS.url(), "", setting), (tomcat, root) -> addSecond(tomcat, root, second));
            return new Hosts(node, second);
        }

        private static void addSecond(Tomcat tomcat, Context root, VedfolnirSessionManager manager) {
            var host = new StandardHost();
            host.setName(SECOND);
            host.addAlias(ALIAS);
            tomcat.getEngine().addChild(host);
            var context = tomcat.addContext(host, "", root.getDocBase());
            context.setSessionTimeout(30);
            context.setManager(manager);
            Tomcat.addServlet(context, "probe", new ProbeServlet()).addMapping("/");
            ((StandardContext) context).addApplicationLifecycleListener(new DestroyedSessions());
        }

        Wire.Reply get(String host, String path, String cookie) {
            try (var wire = new Wire(node, host)) {
                return wire.get(path, cookie);
            }
        }

        SessionRegistry registry(VedfolnirSessionManager manager) {
            return (SessionRegistry) manager.getContext().getServletContext().getAttribute(SessionRegistry.ATTRIBUTE);
        }

        @Override
        public void close() throws LifecycleException {
            node.close();
        }
    }

    @Test
    void separatesTheSessionsOfTwoHosts() throws Exception {
        try (var hosts = Hosts.start(manager -> {})) {
            var first = hosts.get("localhost", "/set?name=role&value=admin", "").cookie();
            var second = hosts.get(SECOND, "/set?name=role&value=guest", "").cookie();

            assertThat(hosts.get(SECOND, "/get?name=role", first).body()).isEqualTo("no session");
            assertThat(hosts.get("localhost", "/get?name=role", second).body()).isEqualTo("no session");
            assertThat(hosts.get("localhost", "/get?name=role", first).body()).isEqualTo("admin");
            assertThat(hosts.get(SECOND, "/get?name=role", second).body()).isEqualTo("guest");
            assertThat(hosts.get(ALIAS, "/get?name=role", second).body())
                    .as("by an alias of the host")
                    .isEqualTo("guest");
            assertThat(hosts.get("any.example", "/get?name=role", first).body())
                    .as("by a name without a host, which is the default host's")
                    .isEqualTo("admin");
        }
    }

    @Test
    void listsCountsAndEndsOnlySessionsOfItsHost() throws Exception {
        try (var hosts = Hosts.start(manager -> manager.setMaxSessionsPerUser("1"))) {
            var before = hosts.node().manager().getActiveSessions();
            var beforeOnSecond = hosts.second().getActiveSessions();
            var first = hosts.get("localhost", "/set?name=user_id&value=1", "").cookie();
            var second = hosts.get(SECOND, "/set?name=user_id&value=1", "").cookie();
            var ofFirst = hosts.node().registry();
            var ofSecond = hosts.registry(hosts.second());

            assertThat(ofFirst.sessionsOf("1")).hasSize(1);
            assertThat(ofSecond.sessionsOf("1")).hasSize(1);
            assertThat(hosts.node().manager().getActiveSessions() - before).isEqualTo(1);
            assertThat(hosts.second().getActiveSessions() - beforeOnSecond).isEqualTo(1);
            assertThat(hosts.get("localhost", "/get?name=user_id", first).body())
                    .as("sessions of each host")
                    .isEqualTo("1");
            assertThat(ofSecond.endAll("1", "", EndReason.ENDED_BY_OPERATOR)).isEqualTo(1);
            assertThat(hosts.get("localhost", "/get?name=user_id", first).body())
                    .isEqualTo("1");
            assertThat(hosts.get(SECOND, "/get?name=user_id", second).body()).isEqualTo("no session");
            assertThat(ofFirst.endAll("1", "", EndReason.ENDED_BY_OPERATOR)).isEqualTo(1);
        }
    }

    @Test
    void notifiesListenersOfEndsOnItsHostOnly() throws Exception {
        try (var hosts = Hosts.start(manager -> {})) {
            var cookie = hosts.get(SECOND, "/set?name=user_id&value=late", "").cookie();
            hosts.get(SECOND, "/set?name=color&value=of-the-second-host", cookie);
            hosts.get(SECOND, "/idle?value=1", cookie);
            Eventually.within(
                    Duration.ofSeconds(5),
                    () -> hosts.registry(hosts.second()).sessionsOf("late").isEmpty());

            hosts.node().manager().processExpires();
            assertThat(DestroyedSessions.times("of-the-second-host")).isZero();
            hosts.second().processExpires();
            assertThat(DestroyedSessions.times("of-the-second-host")).isEqualTo(1);
        }
    }

    @Test
    void sharesSessionsOfHostsWithTheSameApplicationSetting() throws Exception {
        try (var hosts = Hosts.start(manager -> manager.setApplication("customers"))) {
            var cookie = hosts.get("localhost", "/set?name=user_id&value=7", "").cookie();

            assertThat(hosts.get(SECOND, "/get?name=user_id", cookie).body()).isEqualTo("7");
            assertThat(hosts.registry(hosts.second()).sessionsOf("7")).hasSize(1);
            assertThat(hosts.get(SECOND, "/invalidate", cookie).body()).isEqualTo("invalidated");
            assertThat(hosts.node().registry().sessionsOf("7")).isEmpty();
        }
    }

    @Test
    void keepsTheFormerKeyNamesForTheDefaultHost() throws Exception {
        try (var hosts = Hosts.start(manager -> {})) {
            var first =
                    hosts.get("localhost", "/set?name=user_id&value=ann", "").cookie();
            var second = hosts.get(SECOND, "/set?name=user_id&value=ann", "").cookie();

            assertThat(document(first)).contains("\"app\":\"/\"");
            assertThat(document(second)).contains("\"app\":\"//second.example/\"");
            assertThat(REDIS.exists("vedfolnir:user:ann")).isTrue();
            assertThat(REDIS.exists("vedfolnir:user://second.example/:ann")).isTrue();
            assertThat(REDIS.exists("vedfolnir:expiries")).isTrue();
            assertThat(REDIS.exists("vedfolnir:expiries://second.example/")).isTrue();
        }
    }

    private static String document(String cookie) {
        return REDIS.value("vedfolnir:session:" + cookie.substring(cookie.indexOf('=') + 1));
    }
}
