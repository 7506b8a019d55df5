package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;

/** Every form works in a browser that runs no script. */
@Tag("browser")
class NoScriptBrowserIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final String EDIT = "[aria-label='Edit: Without script']";

    private Chromium browser;

    @BeforeEach
    void open() throws IOException {
        browser = Chromium.withoutJavaScript();
        go("/login");
        browser.signIn("admin", SITE.password());
        browser.waitFor("h1", "Hello, admin");
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private void go(String path) {
        browser.get(SITE.balanced() + path);
    }

    @Test
    void submitsTheFormsOfTheHomePageWithoutScript() {
        browser.press("input[value=dark]");
        browser.follow("form.inline button");
        assertThat(browser.attribute("html", "data-appearance")).isEqualTo("dark");

        browser.type("#draft", "a line");
        browser.follow("#draft-form button");
        browser.waitFor("#draft-form [role=status]", "Your draft is saved.");
        assertThat(browser.text("#draft")).isEqualTo("a line");
    }

    @Test
    void submitsTheFormsOfPlatformsWithoutScript() {
        go("/platforms");
        browser.follow("#add");
        browser.type("#name", "Without script");
        browser.choose("#type", "pixelfed");
        browser.type("#instance", "https://pixel.example.net");
        browser.follow("#save");
        assertThat(browser.shows(EDIT)).as("the list has the new connection").isTrue();

        browser.follow("input[title='Switch: Without script']");
        browser.waitFor("#platform", "Without script");
        go("/platforms");
        browser.follow(EDIT);
        browser.press("summary");
        browser.follow("#delete");
        assertThat(browser.text("main [role=status]")).contains("The connection and its token are deleted");
        assertThat(browser.shows(EDIT)).as("the list has the connection").isFalse();
        assertThat(browser.text("#platform")).as("the default one again").isEqualTo("Mastodon demo");
    }

    @Test
    void submitsTheFormsOfSessionsAndTheSignOutWithoutScript() throws Exception {
        var other = SITE.signedIn();
        go("/sessions");
        browser.follow("input[value='End all other sessions']");
        browser.waitFor("main [role=status]", "All your other sessions have been ended.");
        assertThat(other.get(SITE.a(), "/home").statusCode()).isEqualTo(302);

        browser.follow("#sign-out");
        browser.waitFor("[role=status]", "You have signed out.");
    }

    @Test
    void submitsTheFormsOfUsersWithoutScript() {
        go("/users/new");
        browser.type("#username", "scriptless");
        browser.type("#email", "scriptless@example.com");
        browser.follow("[id$=create]");
        assertThat(browser.text("main")).contains("Pass this link on to");

        go("/users?q=scriptless");
        browser.follow(By.linkText("scriptless"));
        browser.follow("[id$=lock]");
        assertThat(browser.text("main [role=status]"))
                .contains("The account is locked, and the user is signed out everywhere.");
    }
}
