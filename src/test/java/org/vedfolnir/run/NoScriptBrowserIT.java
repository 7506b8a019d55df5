package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;

/** Every form works in a browser that runs no script. */
class NoScriptBrowserIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

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
    void theFormsOfTheHomePage() {
        browser.find("input[value=dark]").click();
        browser.find("form.inline button").click();
        browser.until(ExpectedConditions.attributeToBe(By.tagName("html"), "data-appearance", "dark"));

        browser.find("#draft").sendKeys("a line");
        browser.find("#draft-form button").click();
        browser.waitFor("#draft-form [role=status]", "Your draft is kept.");
        assertThat(browser.find("#draft").getText()).isEqualTo("a line");
    }

    @Test
    void theFormsOfPlatforms() {
        go("/platforms");
        browser.find("#add").click();
        browser.find("#name").sendKeys("Without script");
        new Select(browser.find("#type")).selectByValue("pixelfed");
        browser.find("#instance").sendKeys("https://pixel.example.net");
        browser.find("#save").click();
        browser.until(ExpectedConditions.presenceOfElementLocated(row("Without script")));

        browser.find("input[title='Switch: Without script']").click();
        browser.waitFor("#platform", "Without script");
        go("/platforms");
        browser.driver()
                .findElement(row("Without script"))
                .findElement(By.linkText("Edit"))
                .click();
        browser.find("summary").click();
        browser.find("#delete").click();
        browser.until(ExpectedConditions.invisibilityOfElementLocated(row("Without script")));
        assertThat(browser.find("#platform").getText())
                .as("the default one again")
                .isEqualTo("Mastodon demo");
    }

    private static By row(String name) {
        return By.xpath("//li[contains(@class, 'row')][.//strong[text()='" + name + "']]");
    }

    @Test
    void theFormsOfSessionsAndTheSignOut() throws Exception {
        var other = SITE.signedIn();
        go("/sessions");
        browser.find("input[value='End all others']").click();
        browser.waitFor("main [role=status]", "All your other sessions are signed out.");
        assertThat(other.get(SITE.a(), "/home").statusCode()).isEqualTo(302);

        browser.find("#sign-out").click();
        browser.waitFor("[role=status]", "You are signed out, on every server.");
    }

    @Test
    void theFormsOfUsers() {
        go("/users/new");
        browser.find("#username").sendKeys("scriptless");
        browser.find("#email").sendKeys("scriptless@example.com");
        browser.find("[id$=create]").click();
        browser.until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("main"), "Hand this link over to"));

        go("/users?q=scriptless");
        browser.driver().findElement(By.linkText("scriptless")).click();
        browser.find("[id$=lock]").click();
        browser.until(ExpectedConditions.textToBePresentInElementLocated(
                By.cssSelector("main [role=status]"), "Locked, and signed out everywhere."));
    }
}
