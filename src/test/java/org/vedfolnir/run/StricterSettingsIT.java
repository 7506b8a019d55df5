package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;

/** A site that ends a session if another browser uses its cookie, and rejects a user at the session limit. */
class StricterSettingsIT {

    private static final int MOST = 2;

    @RegisterExtension
    static final RunningSite SITE = new RunningSite(Map.of(
            "SESSION_FINGERPRINT", "reauthenticate",
            "SESSION_MAX_SESSIONS_PER_USER", Integer.toString(MOST),
            "SESSION_SESSIONS_PER_USER_POLICY", "REJECT"));

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36";
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";

    private Visitor person;

    @AfterEach
    void forget() {
        SITE.insight().forgetSessions();
    }

    @BeforeEach
    void signIn() throws Exception {
        person = SITE.signedIn(CHROME);
    }

    @Test
    void endsASessionWhoseCookieIsUsedInAnotherBrowserAndShowsTheReasonInBoth() throws Exception {
        var thief = new Visitor(person.cookie(), FIREFOX);

        var answer = thief.get(SITE.b(), "/home");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).contains("/login?next=%2Fhome");

        assertThat(person.get(SITE.a(), "/home").statusCode())
                .as("on every node")
                .isEqualTo(302);
        var words = "was used from a different browser";
        assertThat(person.get(SITE.a(), "/login").body()).contains(words);
        assertThat(thief.get(SITE.b(), "/login").body()).contains(words);
        assertThat(DataProbe.within(PATIENCE, () -> SITE.insight()
                        .isAudited("session_anomaly Firefox on Linux, not Chrome on Windows")))
                .isTrue();
        assertThat(DataProbe.within(PATIENCE, () -> SITE.insight().isAudited("session_ended OTHER_CLIENT")))
                .isTrue();
    }

    @Test
    void keepsASessionAfterABrowserUpdate() throws Exception {
        var updated = new Visitor(person.cookie(), CHROME.replace("130", "131"));
        assertThat(updated.get(SITE.b(), "/home").statusCode()).isEqualTo(200);
    }

    @Test
    void rejectsASignInAtTheLimitAndAcceptsItAfterASignOut() throws Exception {
        var second = SITE.signedIn();
        var third = new Visitor();
        var right = Map.of("username", "admin", "password", SITE.password());

        var refused = third.post(SITE.b(), "/login", right);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .contains("You are signed in on the maximum number of devices.")
                .doesNotContain(SITE.password());
        assertThat(third.cookie()).as("taken back").isEqualTo("session=");
        assertThat(third.get(SITE.a(), "/home").statusCode()).isEqualTo(302);
        assertThat(third.get(SITE.a(), "/login").body())
                .as("ended sessions of the user")
                .doesNotContain("role=\"status\"");
        assertThat(DataProbe.within(PATIENCE, () -> SITE.insight().isAudited("sign_in_failed too many sessions")))
                .isTrue();
        for (var device : new Visitor[] {person, second}) {
            assertThat(device.get(SITE.b(), "/home").statusCode()).isEqualTo(200);
        }

        person.submit(SITE.a(), person.get(SITE.a(), "/home"), "sign-out");
        assertThat(third.post(SITE.b(), "/login", right).statusCode()).isEqualTo(302);
    }
}
