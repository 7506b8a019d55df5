package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.tomcat.util.IntrospectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.node.ProbeServlet;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** Attributes of Tomcat's manager keep their meaning, and attributes of other managers are accepted. */
class StandardAttributesTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Browser visitor = new Browser();

    private static Node node(String... attributes) throws Exception {
        return new Node(REDIS.url(), "", manager -> {
            Node.recording(manager);
            set(manager, attributes);
        });
    }

    /** Sets attributes as Tomcat's digester does. */
    private static void set(VedfolnirSessionManager manager, String... attributes) {
        for (var attribute : attributes) {
            var pair = attribute.split("=", 2);
            assertThat(IntrospectionUtils.setProperty(manager, pair[0], pair[1]))
                    .as(attribute)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxActiveSessions=5",
                "secureRandomClass=x.Y",
                "secureRandomAlgorithm=DRBG",
                "secureRandomProvider=SUN",
                "sessionAttributeNameFilter=a.*",
                "sessionAttributeValueClassNameFilter=java.*",
                "warnOnSessionAttributeFilterFailure=true",
                "processExpiresFrequency=3",
                "pathname=SESSIONS.ser",
                "persistAuthentication=true",
                "notifyBindingListenerOnUnchangedValue=true",
                "notifyAttributeListenerOnUnchangedValue=false",
                "sessionActivityCheck=true",
                "sessionLastAccessAtStart=true",
                "configPath=redisson.yaml",
                "readMode=MEMORY",
                "updateMode=AFTER_REQUEST",
                "keyPrefix=app:",
                "broadcastSessionEvents=true",
                "broadcastSessionUpdates=true",
                "jndiName=bean/redisson"
            })
    void acceptsEachAttribute(String attribute) {
        set(new VedfolnirSessionManager(), attribute);
    }

    @Test
    void leavesAnUnknownAttributeToTomcatsWarning() {
        assertThat(IntrospectionUtils.setProperty(new VedfolnirSessionManager(), "pathnam", "x"))
                .isFalse();
    }

    @Test
    void logsAttributesWithoutEffectOnce() throws Exception {
        var messages = new ArrayList<String>();
        var log = Logger.getLogger(IgnoredAttributes.class.getName());
        var handler = handler(messages);
        log.addHandler(handler);
        try (var node = node("pathname=SESSIONS.ser", "readMode=MEMORY", "maxActiveSessions=100")) {
            visitor.get(node, "/create");
            visitor.get(node, "/create");
        } finally {
            log.removeHandler(handler);
        }
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0)).contains("pathname").contains("in the store");
        assertThat(messages.get(1)).contains("readMode");
    }

    private static Handler handler(List<String> messages) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                messages.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {
                // each record is handled at once
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Test
    void appliesMaxActiveSessionsToTheCluster() throws Exception {
        try (var a = node("keyPrefix=most:", "maxActiveSessions=2");
                var b = node("keyPrefix=most:", "maxActiveSessions=2")) {
            visitor.get(a, "/create");
            new Browser().get(b, "/create");

            assertThat(new Browser().get(a, "/create").statusCode()).isEqualTo(500);
            assertThat(a.manager().getRejectedSessions()).isEqualTo(1);
            assertThat(a.manager().getActiveSessions()).isEqualTo(2);
            assertThat(visitor.get(b, "/get?name=user_id").body()).isEqualTo("1");

            visitor.get(b, "/invalidate");
            assertThat(new Browser().get(a, "/create").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessionAttributeNameFilter=kept.*", "unstored=cart,le*"})
    void doesNotStoreAnAttributeThatTheNameFilterExcludes(String setting) throws Exception {
        try (var a = node("keyPrefix=names:", setting)) {
            assertThat(visitor.get(a, "/flushed?name=left&value=1").body()).startsWith("set");
            visitor.get(a, "/set?name=kept1&value=1");

            assertThat(visitor.get(a, "/get?name=kept1").body()).isEqualTo("1");
            assertThat(visitor.get(a, "/get?name=left").body())
                    .isEqualTo(setting.startsWith("unstored") ? "null" : "1");
            assertThat(REDIS.value("names:" + visitor.id())).contains("kept1").doesNotContain("left");
        }
    }

    @Test
    void neitherStoresNorReadsAClassThatTheClassFilterExcludes() throws Exception {
        try (var open = node("keyPrefix=classes:")) {
            visitor.get(open, "/set?name=text&value=1");
            visitor.get(open, "/list?name=list&value=1");
            visitor.get(open, "/bound?name=thing");
        }
        try (var strict = node(
                "keyPrefix=classes:",
                "sessionAttributeValueClassNameFilter=java\\.lang\\..*|java\\.util\\.ArrayList")) {
            assertThat(visitor.get(strict, "/get?name=thing").body()).isEqualTo("null");
            assertThat(visitor.get(strict, "/get?name=text").body()).isEqualTo("1");
            assertThat(visitor.get(strict, "/get?name=list").body()).isEqualTo("[1]");
            visitor.get(strict, "/bound?name=other");
            assertThat(visitor.get(strict, "/get?name=other").body()).isEqualTo("Parcel[]");
            assertThat(REDIS.value("classes:" + visitor.id())).doesNotContain("other");
        }
    }

    @Test
    void keepsASessionInUseWithTheActivityCheck() throws Exception {
        try (var a = node("keyPrefix=activity:", "sessionActivityCheck=true", "touchInterval=0s")) {
            visitor.get(a, "/idle?value=1");
            var during = visitor.copy().later(a, "/set?name=color&value=alive&meet=activity");
            var meeting = ProbeServlet.met("activity");
            var began = System.nanoTime();
            Eventually.within(PATIENCE, () -> {
                a.manager().backgroundProcess();
                return System.nanoTime() - began > Duration.ofMillis(1500).toNanos();
            });
            meeting.arriveAndAwaitAdvance();
            during.join();

            assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("alive");
            ProbeServlet.MEETINGS.clear();
        }
    }

    @Test
    void startsTheIdleTimeAtTheEndOfALongRequest() throws Exception {
        try (var a = node("keyPrefix=long:")) {
            visitor.get(a, "/idle?value=2");
            var during = visitor.copy().later(a, "/get?name=color&meet=long");
            var meeting = ProbeServlet.met("long");
            var key = "long:" + visitor.id();
            Eventually.within(PATIENCE, () -> REDIS.ttl(key) < 61_000);
            meeting.arriveAndAwaitAdvance();
            during.join();

            Eventually.within(PATIENCE, () -> REDIS.ttl(key) > 61_500);
            ProbeServlet.MEETINGS.clear();
        }
    }

    @Test
    void prefersTheApplicationsCodeThenSessionTimeoutThenWebXml() throws Exception {
        try (var a = node("keyPrefix=timeout:", "sessionTimeout=7200")) {
            visitor.get(a, "/create");
            assertThat(REDIS.ttl("timeout:" + visitor.id())).isBetween(7_200_000L, 7_261_250L);

            visitor.get(a, "/idle?value=60");
            assertThat(REDIS.ttl("timeout:" + visitor.id())).isLessThanOrEqualTo(121_250);
        }
    }

    @Test
    void showsTheClusterAndNoIdsInJmx() throws Exception {
        try (var a = node("keyPrefix=jmx:");
                var b = node("keyPrefix=jmx:")) {
            visitor.get(a, "/set?name=color&value=blue");
            var manager = b.manager();
            var bean = ManagementFactory.getPlatformMBeanServer();

            assertThat(bean.getAttribute(manager.getObjectName(), "activeSessions"))
                    .isEqualTo(1);
            assertThat(manager.getSessionCounter()).isEqualTo(1);
            var reference = manager.listSessionIds().strip();
            assertThat(reference).hasSize(12).isNotEqualTo(visitor.id());
            assertThat(manager.getSessionAttribute(reference, "color")).isEqualTo("blue");
            assertThat(manager.getSession(reference)).isEqualTo(new HashMap<>(java.util.Map.of("color", "blue")));
            assertThat(manager.getCreationTimestamp(reference)).isPositive();
            assertThat(manager.getLastAccessedTimestamp(reference)).isPositive();
            assertThat(manager.getSessionAttribute("000000000000", "color")).isNull();
            assertThat(manager.findSessions()).singleElement().satisfies(session -> assertThat(session.getId())
                    .as("values other than listSessionIds")
                    .isEqualTo(reference));

            manager.expireSession(reference);
            assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("no session");
            assertThat(manager.getExpiredSessions()).isEqualTo(1);
            assertThat(a.registry().events().read(100))
                    .extracting(each -> each.event())
                    .contains(new SessionEvent.Ended(EndReason.ENDED_BY_OPERATOR));
        }
    }
}
