package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vedfolnir.instance.PlayedInstance;

/** A person with a real Chromium adds, tests and deletes a connection, and switches in a second tab while a draft is open in the first. */
@Tag("people")
@Tag("slow")
@Tag("browser")
class PlatformsBrowserIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private @Nullable Chromium open;

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.run.Chromium#windows")
    void addsTestsAndDeletesAConnection(int width, int height, String colours) throws IOException {
        var browser = signedIn(width, height, colours);
        var name = "platforms-" + colours + "-" + width + "-";
        try (var played = PlayedInstance.plain()) {
            browser.get(SITE.balanced() + "/platforms");
            browser.follow("#add");
            browser.waitFor("h1", "New connection");
            browser.type("#name", "Mastodon demo");
            browser.type("#instance", "http://mastodon.example/about");
            browser.type("#token", "short");
            browser.follow("#save");
            browser.waitFor("[role=alert]", "Nothing was saved. Please correct the marked fields.");
            browser.checkPage(name + "1-problems");

            browser.type("#name", "Played on the loopback");
            browser.type("#instance", "http://localhost:" + played.port());
            browser.type("#token", PlayedInstance.TOKEN);
            browser.choose("#type", "pixelfed");
            browser.follow("#save");
            browser.waitFor(
                    "[role=status]", "The connection is saved. Test it to see whether the server accepts your token.");
            browser.follow("[title='Test: Played on the loopback']");
            browser.waitFor(
                    "#result", "Played on the loopback works: you are alice, and the server runs version 4.3.2.");
            browser.checkPage(name + "2-tested");

            browser.follow("[aria-label='Edit: Played on the loopback']");
            browser.waitFor("h1", "Edit connection");
            browser.press("summary");
            browser.checkPage(name + "3-edit");
            browser.follow("#delete");
            browser.waitFor("[role=status]", "The connection and its token are deleted.");
        }
        assertThat(browser.violations()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.run.Chromium#windows")
    void asksForThePlatformOfADraftAfterASwitchInAnotherTab(int width, int height, String colours) throws IOException {
        var browser = signedIn(width, height, colours);
        var name = "platforms-" + colours + "-" + width + "-";
        var first = browser.driver().getWindowHandle();
        browser.type("#draft", "For Mastodon, and nobody else.");

        browser.newTab(SITE.balanced() + "/platforms");
        browser.follow("[title='Switch: Pixelfed demo']");
        browser.waitFor("#platform", "Pixelfed demo");
        browser.goToTab(first);
        browser.follow("#draft-form button");
        browser.waitFor("h1", "Which platform?");
        browser.waitFor("#made", "Mastodon demo");
        browser.waitFor("#now", "Pixelfed demo");
        browser.checkPage(name + "4-which");
        browser.follow("#back button");

        browser.waitFor("#platform", "Mastodon demo");
        browser.waitFor("#draft-form [role=status]", "Your draft is saved.");
        assertThat(browser.property("#draft", "value")).isEqualTo("For Mastodon, and nobody else.");
        browser.checkPage(name + "5-draft");
        assertThat(browser.violations()).isEmpty();
    }

    private Chromium signedIn(int width, int height, String colours) throws IOException {
        var browser = Chromium.open(width, height, colours);
        open = browser;
        browser.get(SITE.balanced() + "/login");
        browser.signIn("admin", SITE.password());
        browser.waitFor("h1", "Hello, admin");
        return browser;
    }
}
