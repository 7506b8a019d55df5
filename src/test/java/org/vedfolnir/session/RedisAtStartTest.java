package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.engine.health.StoreHealthMonitor;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;
import org.vedfolnir.testing.Logged;

/** A node that cannot reach its Redis at the start reports the reason once, and the recovery once, without any request. */
class RedisAtStartTest {

    @RegisterExtension
    static final RealRedis REDIS = RealRedis.durable();

    private static final String RUNNER = "org.vedfolnir.session.store.redis.health.Availability";

    private final Logged store = new Logged(RUNNER);
    private final Logged manager = new Logged(StartMessages.class.getName());
    private final Logged watch = new Logged(StoreHealthMonitor.class.getName());

    @AfterEach
    void close() {
        List.of(store, manager, watch).forEach(Logged::close);
    }

    private static void check(Node node) {
        for (var i = 0; i < 3; i++) {
            node.manager().processExpires();
        }
    }

    private void reportsOnce(String reason) {
        assertThat(store.messages())
                .singleElement()
                .asString()
                .startsWith("DEGRADED: Redis at redis://")
                .contains(reason)
                .doesNotContain("Exception", "secret");
        assertThat(manager.messages())
                .anyMatch(message -> message.startsWith("Sessions of / will be kept in Redis at redis://"))
                .noneMatch(message -> message.contains(" are kept in Redis at "));
        assertThat(watch.messages()).isEmpty();
    }

    private void reportsRecovery(Node node) throws Exception {
        Eventually.within(Duration.ofSeconds(10), () -> {
            check(node);
            return store.messages().size() > 1;
        });
        check(node);
        assertThat(store.messages()).hasSize(2).last().asString().contains("answers again");
        assertThat(new Browser().get(node, "/create").statusCode()).isEqualTo(200);
        assertThat(store.messages()).hasSize(2);
    }

    @Test
    void reportsARefusedConnectionAndFindsRedisLater() throws Exception {
        REDIS.kill();
        try (var node = new Node(REDIS.url(), KeyRing.generate())) {
            reportsOnce("nothing ");
            assertThat(store.messages().get(0))
                    .as("no address in the message, because Redis of ./run has a temporary one")
                    .containsPattern("Check whether Redis runs.*REDIS_URL if you set it");
            check(node);
            assertThat(new Browser().get(node, "/create").statusCode()).isEqualTo(503);
            assertThat(new Browser().get(node, "/create").statusCode()).isEqualTo(503);
            reportsOnce("nothing ");
            assertThat(node.registry().health().up()).isFalse();
            REDIS.start();
            reportsRecovery(node);
        } finally {
            REDIS.stop();
            REDIS.start();
        }
    }

    @Test
    void reportsAMissingReplyOfASuspendedRedis() throws Exception {
        REDIS.pause();
        try (var node = new Node(REDIS.url(), KeyRing.generate())) {
            reportsOnce("answer");
            check(node);
            REDIS.resume();
            reportsRecovery(node);
        } finally {
            REDIS.resume();
        }
    }

    @Test
    void reportsAWrongPassword() throws Exception {
        REDIS.command("CONFIG", "SET", "requirepass", "right-secret");
        try (var node = new Node(REDIS.url().replace("//", "//:wrong-secret@"), KeyRing.generate())) {
            reportsOnce("it rejects the user or the password");
            REDIS.commandAs("right-secret", "CONFIG", "SET", "requirepass", "wrong-secret");
            check(node);
            reportsRecovery(node);
        } finally {
            REDIS.commandAs("wrong-secret", "CONFIG", "SET", "requirepass", "");
        }
    }

    @Test
    void reportsAPasswordForARedisWithoutOne() throws Exception {
        try (var node = new Node(REDIS.url().replace("//", "//:secret@"), KeyRing.generate())) {
            reportsOnce("it has no password, but one is sent");
            check(node);
            reportsOnce("it has no password, but one is sent");
        }
    }

    @Test
    void reportsNothingIfRedisReplies() throws Exception {
        for (var i = 0; i < 5; i++) {
            try (var node = new Node(REDIS.url(), KeyRing.generate(), each -> each.setReadMode("tracked"))) {
                assertThat(node.registry().health().notes()).noneMatch(note -> note.contains("tracked"));
            }
        }
        assertThat(store.messages()).isEmpty();
        assertThat(watch.messages()).noneMatch(message -> message.contains("tracked"));
        assertThat(manager.messages())
                .filteredOn(message -> message.startsWith("Sessions of / are kept in Redis at redis://"))
                .hasSize(5);
    }
}
