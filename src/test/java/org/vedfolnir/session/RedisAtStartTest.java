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

/** A node that starts and does not reach its Redis says so at once, with the reason, once; and once that it does. Nobody has to come. */
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

    private static void look(Node node) {
        for (var i = 0; i < 3; i++) {
            node.manager().processExpires();
        }
    }

    private void saysOnce(String reason) {
        assertThat(store.messages())
                .singleElement()
                .asString()
                .startsWith("DEGRADED: Redis at redis://")
                .contains(reason)
                .doesNotContain("Exception", "secret");
        assertThat(manager.messages())
                .anyMatch(said -> said.startsWith("Sessions will be kept in Redis at redis://"))
                .noneMatch(said -> said.startsWith("Sessions are kept"));
        assertThat(watch.messages()).isEmpty();
    }

    private void saysThatItIsOver(Node node) throws Exception {
        Eventually.within(Duration.ofSeconds(10), () -> {
            look(node);
            return store.messages().size() > 1;
        });
        look(node);
        assertThat(store.messages()).hasSize(2).last().asString().contains("answers again");
        assertThat(new Browser().get(node, "/create").statusCode()).isEqualTo(200);
        assertThat(store.messages()).hasSize(2);
    }

    @Test
    void whereNothingListensItSaysSoAndFindsRedisWhenItComes() throws Exception {
        REDIS.kill();
        try (var node = new Node(REDIS.url(), KeyRing.generate())) {
            saysOnce("nothing ");
            assertThat(store.messages().get(0))
                    .as("a Redis of ./run has an address that nobody set")
                    .containsPattern("Check whether Redis runs.*REDIS_URL if you set it");
            look(node);
            assertThat(new Browser().get(node, "/create").statusCode()).isEqualTo(503);
            assertThat(new Browser().get(node, "/create").statusCode()).isEqualTo(503);
            saysOnce("nothing ");
            assertThat(node.registry().health().up()).isFalse();
            REDIS.start();
            saysThatItIsOver(node);
        } finally {
            REDIS.stop();
            REDIS.start();
        }
    }

    @Test
    void aRedisThatHangsDoesNotAnswerInTime() throws Exception {
        REDIS.pause();
        try (var node = new Node(REDIS.url(), KeyRing.generate())) {
            saysOnce("answer");
            look(node);
            REDIS.resume();
            saysThatItIsOver(node);
        } finally {
            REDIS.resume();
        }
    }

    @Test
    void aWrongPasswordIsCalledOne() throws Exception {
        REDIS.command("CONFIG", "SET", "requirepass", "right-secret");
        try (var node = new Node(REDIS.url().replace("//", "//:wrong-secret@"), KeyRing.generate())) {
            saysOnce("it rejects the user or the password");
            REDIS.commandAs("right-secret", "CONFIG", "SET", "requirepass", "wrong-secret");
            look(node);
            saysThatItIsOver(node);
        } finally {
            REDIS.commandAs("wrong-secret", "CONFIG", "SET", "requirepass", "");
        }
    }

    @Test
    void aPasswordForARedisThatHasNoneIsNamed() throws Exception {
        try (var node = new Node(REDIS.url().replace("//", "//:secret@"), KeyRing.generate())) {
            saysOnce("it has no password, but one is sent");
            look(node);
            saysOnce("it has no password, but one is sent");
        }
    }

    @Test
    void aRedisThatIsThereIsNotComplainedOf() throws Exception {
        for (var i = 0; i < 5; i++) {
            try (var node = new Node(REDIS.url(), KeyRing.generate(), each -> each.setReadMode("tracked"))) {
                assertThat(node.registry().health().notes()).noneMatch(note -> note.contains("tracked"));
            }
        }
        assertThat(store.messages()).isEmpty();
        assertThat(watch.messages()).noneMatch(said -> said.contains("tracked"));
        assertThat(manager.messages())
                .filteredOn(said -> said.startsWith("Sessions are kept in Redis at redis://"))
                .hasSize(5);
    }
}
