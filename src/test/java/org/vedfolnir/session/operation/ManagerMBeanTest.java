package org.vedfolnir.session.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.ObjectName;
import org.apache.catalina.session.StandardManager;
import org.apache.tomcat.util.modeler.AttributeInfo;
import org.apache.tomcat.util.modeler.OperationInfo;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.util.modeler.modules.MbeansDescriptorsIntrospectionSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.document.seal.KeyRingTest;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.store.redis.RedisStore;
import org.vedfolnir.testing.Browser;

/** The MBean of a manager in a real Tomcat. */
class ManagerMBeanTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Tomcat 11 has no such attribute, or lets nobody set it; the descriptor is that of both. */
    private static final Set<String> OF_TOMCAT_10 = Set.of("duplicates int truetrue", "sessionCounter long truetrue");

    /** Of the manager's Java interface, and useless in JMX: Tomcat's introspection offered them. */
    private static final Set<String> LEFT_OUT = Set.of(
            "runtime",
            "monitorIfAny",
            "registryIfAny",
            "keysIfAny",
            "createEmptySession",
            "createSession",
            "findSession",
            "findSessions",
            "findLifecycleListeners",
            "postRegister",
            "toString");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Queue<Notification> notifications = new ConcurrentLinkedQueue<>();

    private static Node node() throws Exception {
        return new Node(REDIS.url(), "", manager -> {
            Node.quiet(manager);
            Node.recording(manager);
        });
    }

    private Object get(Node node, String attribute) throws Exception {
        return server.getAttribute(node.manager().getObjectName(), attribute);
    }

    private Object call(Node node, String operation, String... arguments) throws Exception {
        var types = new String[arguments.length];
        Arrays.fill(types, String.class.getName());
        return server.invoke(node.manager().getObjectName(), operation, arguments, types);
    }

    private MBeanInfo info(Node node) throws Exception {
        return server.getMBeanInfo(node.manager().getObjectName());
    }

    private static String describe(MBeanOperationInfo operation) {
        return operation.getName()
                + Arrays.stream(operation.getSignature())
                        .map(each -> each.getType())
                        .toList();
    }

    private static String describe(OperationInfo operation) {
        return operation.getName()
                + Arrays.stream(operation.getSignature())
                        .map(each -> each.getType())
                        .toList();
    }

    @Test
    void hasTheNameAttributesAndOperationsOfStandardManager() throws Exception {
        ObjectName name;
        MBeanInfo standard;
        try (var tomcats = new Node(new StandardManager(), (tomcat, context) -> {})) {
            name = ((StandardManager) tomcats.context().getManager()).getObjectName();
            standard = server.getMBeanInfo(name);
        }
        try (var node = node()) {
            var ours = info(node);

            assertThat(node.manager().getObjectName()).isEqualTo(name);
            var expected = types(standard.getAttributes());
            expected.remove("duplicates");
            assertThat(types(ours.getAttributes())).containsAllEntriesOf(expected);
            assertThat(Arrays.stream(ours.getOperations()).map(ManagerMBeanTest::describe))
                    .containsAll(Arrays.stream(standard.getOperations())
                            .map(ManagerMBeanTest::describe)
                            .toList());
        }
    }

    private static Map<String, String> types(MBeanAttributeInfo[] attributes) {
        return Arrays.stream(attributes)
                .collect(Collectors.toMap(MBeanAttributeInfo::getName, MBeanAttributeInfo::getType));
    }

    /** The descriptor names by hand what Tomcat would find in the class. */
    @Test
    void hasAllThatTomcatWouldFindInTheClass() throws Exception {
        var found = new MbeansDescriptorsIntrospectionSource()
                .createManagedBean(Registry.getRegistry(null, null), null, VedfolnirSessionManager.class, "x");
        try (var node = node()) {
            var ours = Arrays.stream(info(node).getAttributes())
                    .map(each -> each.getName() + " " + each.getType() + " " + each.isReadable() + each.isWritable());

            assertThat(ours)
                    .containsAll(attributes(found.getAttributes())
                            .filter(each -> !OF_TOMCAT_10.contains(each))
                            .toList());
            assertThat(Arrays.stream(info(node).getOperations()).map(ManagerMBeanTest::describe))
                    .containsAll(Arrays.stream(found.getOperations())
                            .filter(each -> !LEFT_OUT.contains(each.getName()))
                            .map(ManagerMBeanTest::describe)
                            .toList());
        }
    }

    private static Stream<String> attributes(AttributeInfo[] attributes) {
        return Arrays.stream(attributes)
                .map(each -> each.getName() + " " + each.getType() + " " + each.isReadable() + each.isWriteable());
    }

    @Test
    void eachAttributeAndOperationHasADescription() throws Exception {
        try (var node = node()) {
            assertThat(info(node).getAttributes()).allSatisfy(each -> assertThat(each.getDescription())
                    .as(each.getName())
                    .isNotBlank()
                    .doesNotContain("Introspected"));
            assertThat(info(node).getOperations()).allSatisfy(each -> assertThat(each.getDescription())
                    .as(each.getName())
                    .isNotBlank()
                    .doesNotContain("Introspected"));
        }
    }

    @Test
    void attributesShowWhatRequestsDid() throws Exception {
        try (var node = node()) {
            var visitor = new Browser();
            visitor.get(node, "/create");
            visitor.get(node, "/get?name=color");
            visitor.get(node, "/invalidate");

            assertThat(get(node, "storeState")).isEqualTo("UP");
            assertThat(get(node, "storedCreations")).isEqualTo(1L);
            assertThat(get(node, "unchangedOpens")).isEqualTo(2L);
            assertThat(get(node, "saves")).isEqualTo(1L);
            assertThat((String[]) get(node, "endedSessions")).contains("INVALIDATED: 1", "EXPIRED: 0");
            assertThat((Long) get(node, "roundTrips")).isPositive();
            assertThat((Double) get(node, "roundTripP99Millis")).isPositive().isLessThanOrEqualTo((Double)
                    get(node, "roundTripMaxMillis"));
            assertThat((String[]) get(node, "storeServers"))
                    .containsExactly("redis://127.0.0.1:" + REDIS.port() + "/0: closed");
        }
    }

    @Test
    void noAttributeThrowsWhileRedisIsDown() throws Exception {
        try (var node = node()) {
            REDIS.kill();
            Eventually.within(PATIENCE, () -> {
                node.manager().processExpires();
                return get(node, "storeState").equals("DOWN");
            });

            assertThat(info(node).getAttributes())
                    .filteredOn(MBeanAttributeInfo::isReadable)
                    .hasSizeGreaterThan(50)
                    .allSatisfy(each -> get(node, each.getName()));
            assertThat(get(node, "activeSessions")).isEqualTo(-1);
            assertThat(node.manager().getActiveSessions())
                    .as("sessions, for Tomcat Manager's list of applications")
                    .isEqualTo(-1);
            assertThat((String[]) call(node, "examineStore"))
                    .anyMatch(line -> line.startsWith("State: DOWN since "))
                    .anyMatch(line -> line.startsWith("The store does not answer."));
            assertThatThrownBy(() -> call(node, "endSession", "0123456789ab"))
                    .rootCause()
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Redis");
        } finally {
            REDIS.start();
        }
    }

    @Test
    void eachChangeOfTheStoresStateIsANotification() throws Exception {
        try (var node = node()) {
            server.addNotificationListener(
                    node.manager().getObjectName(), (sent, handback) -> notifications.add(sent), null, null);
            REDIS.command("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
            node.manager().processExpires();
            node.manager().processExpires();
            REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
            node.manager().processExpires();

            assertThat(notifications)
                    .extracting(Notification::getType)
                    .containsExactly("org.vedfolnir.session.store.degraded", "org.vedfolnir.session.store.recovered");
            assertThat(notifications.peek().getSource())
                    .isEqualTo(node.manager().getObjectName());
            assertThat(notifications.peek().getMessage()).startsWith("The session store is DEGRADED: ");
            assertThat(info(node).getNotifications())
                    .flatExtracting(each -> List.of(each.getNotifTypes()))
                    .contains(
                            "org.vedfolnir.session.store.degraded",
                            "org.vedfolnir.session.store.down",
                            "org.vedfolnir.session.store.recovered");
        } finally {
            REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        }
    }

    @Test
    void anOperatorEndsASessionByItsReference() throws Exception {
        try (var node = node()) {
            var visitor = new Browser();
            visitor.get(node, "/create");
            var reference = node.manager().listSessionIds().strip();

            assertThat(call(node, "endSession", "000000000000")).isEqualTo(false);
            assertThat(call(node, "endSession", reference)).isEqualTo(true);
            assertThat(visitor.get(node, "/get?name=color").body()).isEqualTo("no session");
            assertThat(node.registry().events().read(100))
                    .extracting(each -> each.event())
                    .contains(new SessionEvent.Ended(EndReason.ENDED_BY_OPERATOR));
        }
    }

    @Test
    void anOperatorEndsAllSessionsOfAUser() throws Exception {
        try (var node = Node.withFormLogin(REDIS.url(), "")) {
            var ann = new Browser();
            ann.get(node, "/protected/page");
            ann.post(node, "/j_security_check", "j_username=ann&j_password=" + Node.PASSWORD);
            assertThat(ann.get(node, "/who").body()).startsWith("ann");

            assertThat(call(node, "endSessionsOfUser", "bob")).isEqualTo(0);
            assertThat(call(node, "endSessionsOfUser", "ann")).isEqualTo(1);
            assertThat(ann.get(node, "/who").body()).doesNotStartWith("ann");
        }
    }

    @Test
    void keysThatChangedInTheirFileAreTakenNowOrItIsSaidWhyNot(@TempDir Path folder) throws Exception {
        var file = folder.resolve("keys");
        var first = "first:" + KeyRingTest.key(1);
        Files.writeString(file, first);
        var manager = new VedfolnirSessionManager(
                RedisStore::new, Map.of("SESSION_ENCRYPTION_KEYS_FILE", file.toString())::get);
        manager.setRedisUrl(REDIS.url());
        try (var node = new Node(manager)) {
            Files.writeString(file, "second:" + KeyRingTest.key(2) + "," + first);
            assertThat(call(node, "reloadKeys")).isEqualTo("This node has the keys second, first.");
            Files.writeString(file, "nonsense");

            assertThat((String) call(node, "reloadKeys"))
                    .startsWith("Not taken: ")
                    .endsWith("This node goes on with the keys second, first.")
                    .doesNotContain(KeyRingTest.key(1), KeyRingTest.key(2));
        }
    }

    @Test
    void examiningSaysWhatToDo() throws Exception {
        try (var node = node()) {
            assertThat((String[]) call(node, "examineStore"))
                    .anyMatch(line -> line.startsWith("State: UP since "))
                    .anyMatch(line -> line.startsWith("The store answers: a round trip took "))
                    .anyMatch(line -> line.equals("Redis at redis://127.0.0.1:" + REDIS.port() + "/0: is called."))
                    .anyMatch(line -> line.startsWith("Calls since the start: "));
        }
    }
}
