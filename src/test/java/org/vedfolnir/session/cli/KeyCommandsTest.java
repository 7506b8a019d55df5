package org.vedfolnir.session.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** {@code keys}: a rotation, step by step. */
class KeyCommandsTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String OLD = KeyRing.generate("k1");
    private static final String NEW = KeyRing.generate("k2");

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void empty() {
        REDIS.command("FLUSHALL");
        environment.put("REDIS_URL", REDIS.url());
    }

    /** What a node with these keys does: announces them, and seals a session. */
    private void node(String keys) {
        environment.put("SESSION_ENCRYPTION_KEYS", keys);
        try (var node = new StoredSessions(TestSettings.at(REDIS.url()), keys)) {
            node.store()
                    .nodes()
                    .announceKeys(KeyRing.parse(keys).checkValues().entrySet().stream()
                            .map(key -> key.getKey() + ":" + key.getValue())
                            .toList());
            node.create("ann", Duration.ofHours(1).toMillis(), Map.of());
        }
    }

    private Run run(String... words) {
        return Run.with(environment).run(words);
    }

    @Test
    void generatesAKeyThatASettingTakes() {
        assertThat(KeyRing.parse(run("keys", "generate").out()).names()).isEqualTo(List.of("k1"));
        environment.put("SESSION_ENCRYPTION_KEYS", NEW + "," + OLD);
        assertThat(KeyRing.parse(run("keys", "generate").out()).names()).isEqualTo(List.of("k3"));
        assertThat(run("keys", "generate", "--name", "a:b").err()).contains("The name of a key must have");
    }

    @Test
    void showsWhoHasWhichKeyAndWhatItSeals() {
        node(OLD);
        node(OLD);
        environment.put("SESSION_ENCRYPTION_KEYS", NEW + "," + OLD);

        assertThat(run("keys", "status").out())
                .containsPattern("k2 +seals +no +0")
                .containsPattern("k1 +opens +yes +2")
                .contains("0 sessions not sealed.")
                .doesNotContain(OLD.substring(3));
        environment.put("SESSION_ENCRYPTION_KEYS", KeyRing.generate("k1"));
        assertThat(run("keys", "status").out()).containsPattern("k1 +seals +another +2");
    }

    @Test
    void guidesThroughARotation() {
        node(OLD);
        assertThat(run("keys", "rotate").out())
                .contains("From k1 to k2:", "1. now ", "k1:...,k2:...", "no node has k2", "2. later");

        node(OLD + "," + NEW);
        assertThat(run("keys", "rotate").out()).contains("1. done", "2. now ", "k2:...,k1:...");

        node(NEW + "," + OLD);
        assertThat(run("keys", "rotate").out()).contains("2. done", "3. now ", "2 sessions are sealed with k1");

        REDIS.command("FLUSHALL");
        node(NEW + "," + OLD);
        assertThat(run("keys", "rotate").out()).contains("3. done", "4. now ", "Remove k1");
    }

    @Test
    void hasNothingToRotateWithoutKeys() {
        var run = run("keys", "rotate");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("These settings have no key");
    }
}
