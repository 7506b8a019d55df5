package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person with a real Chromium and a profile of her own. Pictures of every page go to {@code target/screenshots}. */
class BrowserIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private @Nullable Browser open;

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private Browser browser(int width, int height, String colours) throws IOException {
        var browser = Browser.open(width, height, colours);
        open = browser;
        return browser;
    }

    @ParameterizedTest
    @CsvSource({"1280, 800, light", "320, 720, dark", "1280, 800, dark", "320, 720, light"})
    void signsInSwitchesPlatformAndSignsOut(int width, int height, String colours) throws IOException {
        var browser = browser(width, height, colours);
        var name = colours + "-" + width + "-";
        browser.go(SITE.a() + "/");
        browser.look(name + "1-landing");
        browser.click(".actions .button");
        signIn(browser, "not the password");
        browser.waitFor("[role=alert]", "The name or the password is wrong.");
        browser.look(name + "2-wrong-password");
        signIn(browser, SITE.password());
        browser.waitFor("h1", "Hello, admin");
        browser.waitFor("#platform", "Mastodon demo");
        browser.look(name + "3-home");

        // the cookie holds for every port of the host, so this is the same browser at the other node
        browser.go(SITE.b() + "/platforms");
        browser.look(name + "4-platforms");
        browser.click("input[type=submit]");
        browser.waitFor("#platform", "Pixelfed demo");
        browser.waitFor("#node", "node-b");
        browser.go(SITE.a() + "/home");
        browser.waitFor("#platform", "Pixelfed demo");
        browser.go(SITE.a() + "/sessions");
        assertThat(browser.driver().getPageSource()).contains("Chrome on Linux", "this device");
        browser.look(name + "5-sessions");
        browser.go(SITE.a() + "/confirm?next=/sessions");
        browser.waitFor("h1", "Your password again");
        browser.look(name + "8-password-again");
        browser.type("password", SITE.password());
        browser.click("button[type=submit]");
        browser.waitFor("h1", "Where you are signed in");
        browser.go(SITE.a() + "/no-such-page");
        browser.look(name + "6-missing");

        browser.go(SITE.b() + "/home");
        browser.click("#sign-out");
        browser.waitFor("[role=status]", "You are signed out, on every server.");
        browser.look(name + "7-signed-out");
        browser.driver().navigate().back();
        assertThat(browser.driver().findElements(By.id("user")))
                .as("the page before is not kept")
                .isEmpty();
        browser.go(SITE.a() + "/home");
        assertThat(browser.driver().getCurrentUrl()).contains("/login");
        assertThat(browser.violations()).isEmpty();
    }

    @Test
    void whoTriesTooOftenIsToldHowLongToWait() throws IOException {
        var browser = browser(1280, 800, "light");
        browser.go(SITE.a() + "/login");
        try {
            for (var i = 0; i < 5; i++) {
                signIn(browser, "nobody", "not the password");
                browser.waitFor("[role=alert]", "The name or the password is wrong.");
            }
            signIn(browser, "nobody", "not the password");
            new WebDriverWait(browser.driver(), Duration.ofSeconds(10))
                    .until(ExpectedConditions.textMatches(
                            By.cssSelector("[role=alert]"),
                            Pattern.compile("Too many tries. Try again in \\d+ seconds?.")));
            browser.look("9-too-many-tries");
        } finally {
            SITE.insight().forgetTries();
        }
    }

    @Test
    void theChosenAppearanceStays() throws IOException {
        var browser = browser(1280, 800, "light");
        browser.go(SITE.a() + "/login");
        signIn(browser, SITE.password());
        browser.waitFor("h1", "Hello, admin");
        var light = background(browser);
        browser.click("input[value=dark]");
        browser.click("form.inline button");
        browser.waitFor("h1", "Hello, admin");
        browser.go(SITE.b() + "/home");

        assertThat(background(browser)).isNotEqualTo(light);
    }

    private static void signIn(Browser browser, String password) {
        signIn(browser, "admin", password);
    }

    private static void signIn(Browser browser, String username, String password) {
        browser.type("username", username);
        browser.type("password", password);
        browser.click("button[type=submit]");
    }

    private static String background(Browser browser) {
        return browser.driver().findElement(By.tagName("body")).getCssValue("background-color");
    }
}
