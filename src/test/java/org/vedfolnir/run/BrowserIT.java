package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** A person with a real Chromium and their own profile. Pictures of every page go to {@code target/screenshots}. */
@Tag("people")
@Tag("browser")
@Tag("tomee")
class BrowserIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private @Nullable Chromium open;

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private Chromium browser(int width, int height, String colours) throws IOException {
        var browser = Chromium.open(width, height, colours);
        open = browser;
        return browser;
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.run.Chromium#windows")
    void signsInSwitchesPlatformAndSignsOut(int width, int height, String colours) throws IOException {
        var browser = browser(width, height, colours);
        var name = colours + "-" + width + "-";
        browser.get(SITE.a() + "/");
        browser.checkPage(name + "1-landing");
        browser.follow(".actions .button");
        browser.signIn("admin", "not the password");
        browser.waitFor("[role=alert]", "Wrong user name or password.");
        browser.checkPage(name + "2-wrong-password");
        browser.signIn("admin", SITE.password());
        browser.waitFor("h1", "Hello, admin");
        browser.waitFor("#platform", "Mastodon demo");
        browser.checkPage(name + "3-home");

        // the cookie holds for every port of the host, so this is the same browser at the other node
        browser.get(SITE.b() + "/platforms");
        browser.checkPage(name + "4-platforms");
        browser.follow("[title='Switch: Pixelfed demo']");
        browser.waitFor("main [role=status]", "Pixelfed demo is now the current platform.");
        browser.waitFor("#platform", "Pixelfed demo");
        browser.get(SITE.b() + "/home");
        browser.press("#technical summary");
        browser.waitFor("#node", "node-b");
        browser.get(SITE.a() + "/home");
        browser.waitFor("#platform", "Pixelfed demo");
        browser.get(SITE.a() + "/sessions");
        assertThat(browser.driver().getPageSource()).contains("Chrome on Linux", "this device");
        browser.checkPage(name + "5-sessions");
        browser.get(SITE.a() + "/confirm?next=/sessions");
        browser.waitFor("h1", "Confirm password");
        browser.checkPage(name + "8-password-again");
        browser.type("#password", SITE.password());
        browser.follow("button[type=submit]");
        browser.waitFor("h1", "Where you are signed in");
        browser.get(SITE.a() + "/no-such-page");
        browser.checkPage(name + "6-missing");

        browser.get(SITE.b() + "/home");
        browser.follow("#sign-out");
        browser.waitFor("[role=status]", "You have signed out.");
        browser.checkPage(name + "7-signed-out");
        browser.leave(() -> browser.driver().navigate().back());
        assertThat(browser.shows("#user")).as("the page before is not kept").isFalse();
        browser.get(SITE.a() + "/home");
        assertThat(browser.driver().getCurrentUrl()).contains("/login");
        assertThat(browser.violations()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.run.Chromium#windows")
    void showsEveryPageInGerman(int width, int height, String colours) throws IOException {
        var browser = Chromium.open(width, height, colours, "de");
        open = browser;
        for (var page : List.of("/", "/login", "/no-such-page", "/new-password")) {
            browser.get(SITE.a() + page);
            checkGermanPage(browser, page, width);
        }
        browser.get(SITE.a() + "/login");
        browser.signIn("admin", SITE.password());
        browser.waitFor("h1", "Hallo, admin");
        for (var page : List.of(
                "/home",
                "/platforms",
                "/platforms/edit",
                "/platforms/edit?id=1",
                "/sessions",
                "/password",
                "/confirm",
                "/users",
                "/users/new",
                "/users/edit?id=1",
                "/users/delete?id=1")) {
            browser.get(SITE.b() + page);
            checkGermanPage(browser, page, width);
        }
        assertThat(browser.violations()).isEmpty();
    }

    private static void checkGermanPage(Chromium browser, String page, int width) throws IOException {
        browser.checkPage("german-" + width + page.replaceAll("[/?=]", "-"));
        assertThat(browser.attribute("html", "lang")).isEqualTo("de");
        assertThat(browser.text("body") + browser.driver().getTitle())
                .as(page)
                .doesNotContainPattern("\\b(the|The|your|Your|you|You|and|with|is|are)\\b");
    }

    @Test
    void showsTheWaitAfterTooManyAttempts() throws IOException {
        var browser = browser(1280, 800, "light");
        browser.get(SITE.a() + "/login");
        try {
            for (var i = 0; i < 5; i++) {
                browser.signIn("nobody", "not the password");
                browser.waitFor("[role=alert]", "Wrong user name or password.");
            }
            browser.signIn("nobody", "not the password");
            browser.until(ExpectedConditions.textMatches(
                    By.cssSelector("[role=alert]"), Pattern.compile("Too many attempts. Try again in \\d+ seconds?.")));
            browser.checkPage("9-too-many-tries");
        } finally {
            SITE.insight().forgetTries();
        }
    }

    @Test
    void keepsTheChosenAppearance() throws IOException {
        var browser = browser(1280, 800, "light");
        browser.get(SITE.a() + "/login");
        browser.signIn("admin", SITE.password());
        browser.waitFor("h1", "Hello, admin");
        var light = background(browser);
        browser.press("input[value=dark]");
        browser.follow("form.inline button");
        browser.waitFor("h1", "Hello, admin");
        browser.get(SITE.b() + "/home");

        assertThat(background(browser)).isNotEqualTo(light);
    }

    private static String background(Chromium browser) {
        return browser.css("body", "background-color");
    }
}
