package org.vedfolnir.session.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.settings.ManagerSettings;
import org.vedfolnir.testing.Logged;

/** A node reloads keys from their file while it runs. A wrong file changes nothing. */
class ReloadingKeyRingTest {

    private static final String OLD = KeyRing.generate();
    private static final String NEW = KeyRing.generate().replaceFirst("k1", "k2");

    private int changes;
    private long nanos;

    @Test
    void reloadsTheKeysAndKeepsThemWhenTheFileIsWrong(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("keys"), OLD);
        var keys = keys(file);

        for (var next : List.of(OLD + "," + NEW, NEW + "," + OLD, NEW)) {
            Files.writeString(file, next);
            keys.refresh();
            assertThat(keys.current().names()).isEqualTo(KeyRing.parse(next).names());
        }
        assertThat(changes).isEqualTo(3);

        try (var log = new Logged(ReloadingKeyRing.class.getName())) {
            for (var wrong : List.of("", "k2:short", KeyRing.generate().replaceFirst("k1", "k2"))) {
                Files.writeString(file, wrong);
                keys.refresh();
                keys.refresh();
                assertThat(keys.current().names()).containsExactly("k2");
            }
            assertThat(log.messages()).hasSize(3).allMatch(message -> !message.contains(NEW.substring(3)));
        }
        assertThat(changes).isEqualTo(3);
    }

    @Test
    void reloadsForAnUnknownKeyOnceASecondAtMost(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("keys"), OLD);
        var keys = keys(file);
        keys.reload();
        Files.writeString(file, NEW + "," + OLD);

        nanos += 999_000_000;
        assertThat(keys.reload().names()).containsExactly("k1");
        nanos += 1_000_000;
        assertThat(keys.reload().names()).containsExactly("k2", "k1");
    }

    private ReloadingKeyRing keys(Path file) {
        var settings = ManagerSettings.gather(
                        Map.of(),
                        name -> null,
                        Map.of("SESSION_ENCRYPTION_KEYS_FILE", file.toString())::get,
                        name -> null)
                .keys();
        return new ReloadingKeyRing(settings.ring(), settings.current(), () -> changes++, true, () -> nanos);
    }
}
