package org.vedfolnir.run.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.StartupException;

class NodeEnvironmentTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void sealsSessionsAndHashesIdsByDefault() throws Exception {
        var own = protectedWith(Map.of());
        assertThat(own.variables()).containsKeys("SESSION_ENCRYPTION_KEYS_FILE", "SESSION_HASHED_IDS_FILE");
        assertThat(own.storedIds().apply("an-id")).isNotEqualTo("an-id").hasSize(43);

        var theirs = protectedWith(Map.of("SESSION_HASHED_IDS", "", "SESSION_ENCRYPTION_KEYS_FILE", "/theirs"));
        assertThat(theirs.variables())
                .containsEntry("SESSION_ENCRYPTION_KEYS_FILE", "/theirs")
                .doesNotContainKey("SESSION_HASHED_IDS_FILE");
        assertThat(theirs.storedIds().apply("an-id")).isEqualTo("an-id");

        assertThat(protectedWith(Map.of("SESSION_ADOPT_PLAIN", "true")).variables())
                .doesNotContainKey("SESSION_HASHED_IDS_FILE");
    }

    @Test
    void rejectsAnInvalidKeyWithoutShowingIt() throws Exception {
        var theirs = protectedWith(Map.of("SESSION_HASHED_IDS", "secret_part"));

        assertThatThrownBy(theirs::storedIds)
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("SESSION_HASHED_IDS", "32 random bytes in Base64")
                .hasMessageNotContaining("5f");
    }

    private NodeEnvironment protectedWith(Map<String, String> inherited) throws Exception {
        var environment = new NodeEnvironment(inherited, Map.of());
        try (var data = DataFolder.open(folder.resolve("data"), line -> {})) {
            environment.protect(data);
        }
        return environment;
    }

    @Test
    void usesAVariableOrItsFile() throws Exception {
        var environment = new NodeEnvironment(Map.of("DATABASE_PASSWORD", "theirs", "REDIS_URL_FILE", "/x"), Map.of());
        environment.setFile("DATABASE_PASSWORD", Files.createFile(folder.resolve("word")));
        environment.set("REDIS_URL", "redis://localhost");

        assertThat(environment.variables())
                .containsOnlyKeys("DATABASE_PASSWORD_FILE", "REDIS_URL")
                .containsEntry("REDIS_URL", "redis://localhost");
    }
}
