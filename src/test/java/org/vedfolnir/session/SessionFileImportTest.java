package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.session.StandardManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.adoption.FormerDocuments;
import org.vedfolnir.session.adoption.file.SessionFileImport;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.node.Cluster;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.LossyWire;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.store.redis.RedisStore;
import org.vedfolnir.session.store.redis.settings.RedisSettings;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;
import org.vedfolnir.testing.TestFolders;

/** The sessions that Tomcat's own manager left in a file continue here, once. */
class SessionFileImportTest {

    private static final Duration GRACE = Duration.ofSeconds(2);

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final Browser visitor = new Browser();
    private final Browser other = new Browser();
    private final String keys = KeyRing.generate();
    private Path file;

    @BeforeEach
    void leaveSessions() throws Exception {
        file = TestFolders.make("vedfolnir-file").resolve("SESSIONS.ser");
        var manager = new StandardManager();
        manager.setPathname(file.toString());
        manager.setPersistAuthentication(true);
        try (var before = new Node(manager, Node::addFormLogin)) {
            visitor.get(before, "/protected/page");
            visitor.post(before, "/j_security_check", "j_username=ann&j_password=" + Node.PASSWORD);
            visitor.get(before, "/set?name=color&value=blue");
            visitor.get(before, "/list?name=cart&value=tea");
            visitor.get(before, "/idle?value=1234");
            other.get(before, "/set?name=color&value=red");
        }
        assertThat(file).exists();
    }

    @AfterEach
    void empty() {
        REDIS.command("FLUSHALL");
    }

    private Node moved() throws Exception {
        return moved(REDIS.url());
    }

    private Node moved(String url) throws Exception {
        return new Node(
                Node.manager(url, keys, manager -> {
                    manager.setAdoptFrom("standard-manager");
                    manager.setPathname(file.toString());
                    Node.recording(manager);
                }),
                Node::addFormLogin);
    }

    private static String get(Browser visitor, Node node, String name) {
        return visitor.get(node, "/get?name=" + name).body();
    }

    private Path aside() {
        return file.resolveSibling("SESSIONS.ser.imported");
    }

    @Test
    void continuesEachSessionUnderItsIdWithItsUser() throws Exception {
        try (var log = new Logged(SessionFileImport.class.getName());
                var ignored = new Logged(IgnoredAttributes.class.getName());
                var node = moved()) {
            assertThat(ignored.messages()).as("attributes without effect").isEmpty();
            assertThat(get(visitor, node, "color")).isEqualTo("blue");
            assertThat(get(visitor, node, "cart")).isEqualTo("[tea]");
            assertThat(visitor.get(node, "/who").body()).isEqualTo("ann, user: true");
            assertThat(visitor.get(node, "/protected/page").body()).startsWith("page for ann");
            assertThat(REDIS.ttl(Cluster.key(visitor))).isBetween(1_200_000L, 1_234_000L + 62_000L);
            assertThat(get(other, node, "color")).isEqualTo("red");
            assertThat(log.messages())
                    .anyMatch(each -> each.contains("2 sessions of Tomcat's own manager were imported"))
                    .noneMatch(each -> each.contains(visitor.id()));
        }
        assertThat(file).doesNotExist();
        assertThat(aside()).exists();
    }

    @Test
    void importsASessionWithoutAnAttributeThatCannotBeWritten() throws Exception {
        var manager = new StandardManager();
        manager.setPathname(file.toString());
        Files.delete(file);
        try (var before = new Node(manager, Node::addFormLogin)) {
            visitor.copy().get(before, "/set?name=color&value=blue");
            for (var each : manager.findSessions()) {
                each.getSession().setAttribute("failing", new Failing());
            }
        }
        Failing.fails = true;
        try (var log = new Logged(FormerDocuments.class.getName());
                var importing = new Logged(SessionFileImport.class.getName());
                var node = moved()) {
            assertThat(node.context().getState().isAvailable()).isTrue();
            assertThat(log.messages())
                    .anyMatch(each -> each.contains("'failing'") && each.contains("IllegalStateException"));
            assertThat(importing.messages())
                    .anyMatch(each -> each.startsWith("1 sessions of Tomcat's own manager were"));
        } finally {
            Failing.fails = false;
        }
    }

    private static final class Failing implements Serializable {
        private static final long serialVersionUID = 1;

        static boolean fails;

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (fails) {
                throw new IllegalStateException("of the application");
            }
            out.defaultWriteObject();
        }
    }

    @Test
    void bringsBackNoSessionAtTheNextStart() throws Exception {
        try (var node = moved()) {
            visitor.copy().get(node, "/invalidate");
        }
        REDIS.command("FLUSHALL");
        try (var again = moved()) {
            assertThat(get(visitor, again, "color")).isEqualTo("no session");
        }
    }

    @Test
    void overwritesNoSessionOfThatId() throws Exception {
        var copy = Files.readAllBytes(file);
        try (var node = moved()) {
            visitor.get(node, "/set?name=color&value=green");
        }
        Files.write(file, copy);
        try (var log = new Logged(SessionFileImport.class.getName());
                var again = moved()) {
            assertThat(get(visitor, again, "color")).isEqualTo("green");
            assertThat(log.messages()).anyMatch(each -> each.contains("2 were in Redis already"));
        }
    }

    @Test
    void readsNoFileWithoutTheSetting() throws Exception {
        try (var node = new Node(
                Node.manager(REDIS.url(), keys, manager -> manager.setPathname(file.toString())),
                (tomcat, context) -> {})) {
            assertThat(get(visitor, node, "color")).isEqualTo("no session");
        }
        assertThat(file).exists();
    }

    @Test
    void importsWhenRedisAnswersAgain() throws Exception {
        REDIS.stop();
        try (var node = moved()) {
            assertThat(file).doesNotExist();
            REDIS.start();
            Eventually.within(Duration.ofSeconds(60), () -> {
                node.manager().backgroundProcess();
                return "blue".equals(get(visitor, node, "color"));
            });
        }
    }

    @Test
    void bringsBackNoSessionThatBeganBeforeAnOutageAndEnded() throws Exception {
        var wire = new LossyWire(REDIS);
        var manager = new VedfolnirSessionManager(settings -> new RedisStore(withGrace(settings, GRACE)));
        manager.setAdoptFrom("standard-manager");
        manager.setPathname(file.toString());
        try (wire;
                var log = new Logged(SessionFileImport.class.getName(), message -> {
                    if (message.contains("are being imported")) {
                        wire.swallow(":1"); // the time, with which Redis answers a save
                    }
                });
                var node = new Node(Node.over(manager, wire.url(), keys), Node::addFormLogin)) {
            Eventually.within(Duration.ofSeconds(30), () -> stored().size() == 1);
            var began = redisTime();
            var ended = stored().get(0);
            REDIS.command("DEL", Cluster.key(ended)); // ended by another node, with its tombstone
            Eventually.within(Duration.ofSeconds(60), () -> redisTime() - began > GRACE.toSeconds());
            wire.swallow(null);
            Eventually.within(Duration.ofSeconds(60), () -> {
                node.manager().backgroundProcess();
                return log.messages().stream().anyMatch(each -> each.contains("own manager were imported"));
            });

            assertThat(get(ended, node, "color")).isEqualTo("no session");
            assertThat(stored()).hasSize(1).doesNotContain(ended);
            assertThat(log.messages())
                    .anyMatch(each -> each.contains("is not imported") && each.contains("ended since"));
        }
    }

    private List<Browser> stored() {
        return Stream.of(visitor, other)
                .filter(each -> REDIS.exists(Cluster.key(each)))
                .toList();
    }

    private static long redisTime() {
        return Long.parseLong(
                String.valueOf(REDIS.command("TIME")).lines().findFirst().orElseThrow());
    }

    private static RedisSettings withGrace(RedisSettings settings, Duration grace) {
        return new RedisSettings(
                settings.keyPrefix(),
                settings.application(),
                settings.access(),
                settings.commandTimeout(),
                settings.touchInterval(),
                settings.requestBudget(),
                grace,
                settings.recording(),
                settings.readerDeadAfter(),
                settings.node(),
                settings.securityWrites(),
                settings.deduplicator(),
                settings.meter());
    }

    @Test
    void recordsTheBeginningOfEachSession() throws Exception {
        try (var node = moved()) {
            assertThat(node.registry().events().read(1000))
                    .extracting(RecordedEvent::event)
                    .containsExactly(
                            new SessionEvent.Created("standard-manager"), new SessionEvent.Created("standard-manager"));
        }
    }

    @Test
    void importsNoMoreSessionsThanAUserMayHave() throws Exception {
        Files.delete(file);
        var before = new StandardManager();
        before.setPathname(file.toString());
        try (var node = new Node(before, Node::addFormLogin)) {
            for (var i = 0; i < 3; i++) {
                new Browser().get(node, "/set?name=user_id&value=ann");
            }
        }
        try (var log = new Logged(SessionFileImport.class.getName());
                var node = new Node(
                        Node.manager(REDIS.url(), keys, manager -> {
                            manager.setAdoptFrom("standard-manager");
                            manager.setPathname(file.toString());
                            manager.setMaxSessionsPerUser("2");
                            manager.setSessionsPerUserPolicy("REJECT");
                        }),
                        (tomcat, context) -> {})) {
            assertThat(node.registry().sessionsOf("ann")).hasSize(2);
            assertThat(log.messages())
                    .anyMatch(each -> each.contains("is not imported") && each.contains("maxSessionsPerUser"));
        }
    }

    @Test
    void importsWhatPrecedesADamageAndSaysSo() throws Exception {
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 20));
        try (var log = new Logged(SessionFileImport.class.getName());
                var node = moved()) {
            assertThat(log.messages())
                    .anyMatch(each -> each.contains("cannot be read to its end: 1 sessions were read"));
            assertThat(Stream.of(visitor, other).map(each -> get(each, node, "color")))
                    .containsOnlyOnce("no session");
        }
    }
}
