package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.support.ui.Select;
import org.vedfolnir.instance.PlayedInstance;

/** A person with a real Chromium adds, tests and deletes a connection, and switches in a second tab while she writes. */
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
            browser.find("#add").click();
            browser.waitFor("h1", "New connection");
            fill(browser, "name", "Mastodon demo");
            fill(browser, "instance", "http://mastodon.example/about");
            fill(browser, "token", "short");
            browser.find("#save").click();
            browser.waitFor("[role=alert]", "Nothing was saved yet. Correct what is marked.");
            browser.look(name + "1-problems");

            fill(browser, "name", "Played on the loopback");
            fill(browser, "instance", "http://localhost:" + played.port());
            fill(browser, "token", PlayedInstance.TOKEN);
            new Select(browser.find("#type")).selectByVisibleText("Pixelfed");
            browser.find("#save").click();
            browser.waitFor(
                    "[role=status]", "The connection is saved. Its test shows whether the server knows your token.");
            browser.find("[title='Test: Played on the loopback']").click();
            browser.waitFor(
                    "#result", "Played on the loopback works: you are alice, and the server runs version 4.3.2.");
            browser.look(name + "2-tested");

            browser.find("[aria-label='Edit: Played on the loopback']").click();
            browser.waitFor("h1", "Edit the connection");
            browser.find("summary").click();
            browser.look(name + "3-edit");
            browser.find("#delete").click();
            browser.waitFor("[role=status]", "The connection is deleted, with its token.");
        }
        assertThat(browser.violations()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.run.Chromium#windows")
    void aSwitchInAnotherTabDoesNotSendADraftToTheWrongPlatform(int width, int height, String colours)
            throws IOException {
        var browser = signedIn(width, height, colours);
        var name = "platforms-" + colours + "-" + width + "-";
        var first = browser.driver().getWindowHandle();
        fill(browser, "draft", "For Mastodon, and nobody else.");

        browser.newTab(SITE.balanced() + "/platforms");
        browser.find("[title='Switch: Pixelfed demo']").click();
        browser.waitFor("#platform", "Pixelfed demo");
        browser.goToTab(first);
        browser.find("#draft-form button").click();
        browser.waitFor("h1", "Which platform?");
        browser.waitFor("#made", "Mastodon demo");
        browser.waitFor("#now", "Pixelfed demo");
        browser.look(name + "4-which");
        browser.find("#back button").click();

        browser.waitFor("#platform", "Mastodon demo");
        browser.waitFor("#draft-form [role=status]", "Your draft is kept.");
        assertThat(text(browser)).isEqualTo("For Mastodon, and nobody else.");
        browser.look(name + "5-draft");
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

    private static String text(Chromium browser) {
        return String.valueOf(browser.find("#draft").getDomProperty("value"));
    }

    private static void fill(Chromium browser, String field, String text) {
        var element = browser.find("#" + field);
        element.clear();
        element.sendKeys(text);
    }
}
