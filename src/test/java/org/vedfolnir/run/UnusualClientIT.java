package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;

/** A cookie that turns up in another browser. */
class UnusualClientIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final String CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/%s Safari/537.36";

    @Test
    void recordsAnotherClientOnceAndABrowserUpdateNever() throws Exception {
        var person = SITE.signedIn(CHROME.formatted("130.0"));
        var updated = new Visitor(person.cookie(), CHROME.formatted("131.0"));
        var other = new Visitor(person.cookie(), "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");

        assertThat(updated.get(SITE.b(), "/home").statusCode()).isEqualTo(200);
        assertThat(SITE.insight().auditedEvents("session_anomaly")).isZero();
        for (var i = 0; i < 3; i++) {
            assertThat(other.get(SITE.a(), "/home").statusCode())
                    .as("a sign, and no more")
                    .isEqualTo(200);
        }

        assertThat(DataProbe.within(Duration.ofSeconds(10), () -> SITE.insight()
                        .isAudited("session_anomaly Firefox on Linux, not Chrome on Windows")))
                .isTrue();
        person.get(SITE.b(), "/home");
        assertThat(SITE.insight().auditedEvents("session_anomaly")).isEqualTo(1);
    }
}
