package org.vedfolnir.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.web.Settings;

class DatabaseSettingsTest {

    private final Map<String, String> environment = new HashMap<>();

    private DatabaseSettings read() {
        return DatabaseSettings.of(new Settings(name -> null, environment::get, name -> null));
    }

    @Test
    void usesAnH2FileByDefault() {
        var settings = read();

        assertThat(settings.address()).isEqualTo("jdbc:h2:file:./data/vedfolnir");
        assertThat(settings.user()).isEqualTo("vedfolnir");
        assertThat(settings.password()).isEmpty();
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:tcp://127.0.0.1:9123/canary;IFEXISTS=TRUE, jdbc:h2:tcp://127.0.0.1:9123/…",
        "jdbc:h2:ssl://db.example.com/canary, jdbc:h2:ssl://db.example.com/…",
        "jdbc:postgresql://db.example.com/vedfolnir?password=canary, jdbc:postgresql://db.example.com/vedfolnir",
    })
    void hasAnAddressWithoutSecrets(String url, String address) {
        environment.put("DATABASE_URL", url);

        assertThat(read().address()).isEqualTo(address);
        assertThat(read()).asString().doesNotContain("canary");
    }

    @Test
    void rejectsAnotherUrlWithoutShowingItsPassword() {
        environment.put("DATABASE_URL", "postgres://ann:canary@db.example.com/vedfolnir");

        assertThatThrownBy(this::read)
                .hasMessageContainingAll("environment variable DATABASE_URL", "jdbc:postgresql://host/database")
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "601s", "500ms", "10", "2m", ""})
    void rejectsATimeoutOutsideItsRange(String wrong) {
        environment.put("DATABASE_TIMEOUT", wrong);

        assertThatThrownBy(this::read).hasMessageContaining("'" + wrong + "'").hasMessageContaining("from 2s to 600s");
    }
}
