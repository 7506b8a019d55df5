package org.vedfolnir.account.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** However a client calls itself from request to request, it writes a few lines. */
class AnomaliesTest {

    @Test
    void recordsEachBrowserOnce() {
        String noted = null;
        var writes = 0;
        for (var i = 0; i < 100; i++) {
            var more = Anomalies.with(noted, i % 2 == 0 ? "Firefox on Linux, not Edge" : "Safari on macOS, not Edge");
            noted = more.orElse(noted);
            writes += more.isPresent() ? 1 : 0;
        }
        assertThat(noted).isEqualTo("Firefox on Linux, not Edge\nSafari on macOS, not Edge");
        assertThat(writes).isEqualTo(2);
    }

    @Test
    void recordsAtMostEightAnomalies() {
        @Nullable String noted = null;
        for (var i = 0; i < 100; i++) {
            noted = Anomalies.with(noted, "program " + i).orElse(noted);
        }
        assertThat(noted).isNotNull();
        assertThat(String.valueOf(noted).lines()).hasSize(Anomalies.MOST);
    }
}
