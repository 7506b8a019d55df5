package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person with a real Chromium and a profile of her own. Pictures of every page go to {@code target/screenshots}. */
class BrowserIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final Path PICTURES = Path.of("target", "screenshots");

    private @Nullable ChromeDriver open;

    @AfterEach
    void close() {
        if (open != null) {
            open.quit();
        }
    }

    private ChromeDriver browser(int width, int height, String colours) throws IOException {
        var options = new ChromeOptions();
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + Files.createTempDirectory("vedfolnir-profile"));
        var driver = new ChromeDriver(options);
        open = driver;
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
        return driver;
    }

    @ParameterizedTest
    @CsvSource({"1280, 800, light", "320, 720, dark", "1280, 800, dark", "320, 720, light"})
    void signsInSwitchesPlatformAndSignsOut(int width, int height, String colours) throws IOException {
        var browser = browser(width, height, colours);
        var name = colours + "-" + width + "-";
        browser.get(SITE.a() + "/");
        look(browser, name + "1-landing");
        browser.findElement(By.cssSelector(".actions .button")).click();
        signIn(browser, "not the password");
        waitFor(browser, "[role=alert]", "The name or the password is wrong.");
        look(browser, name + "2-wrong-password");
        signIn(browser, SITE.password());
        waitFor(browser, "h1", "Hello, admin");
        waitFor(browser, "#platform", "Mastodon demo");
        look(browser, name + "3-home");

        // the cookie holds for every port of the host, so this is the same browser at the other node
        browser.get(SITE.b() + "/platforms");
        look(browser, name + "4-platforms");
        browser.findElement(By.cssSelector("input[type=submit]")).click();
        waitFor(browser, "#platform", "Pixelfed demo");
        waitFor(browser, "#node", "node-b");
        browser.get(SITE.a() + "/home");
        waitFor(browser, "#platform", "Pixelfed demo");
        browser.get(SITE.a() + "/sessions");
        assertThat(browser.getPageSource()).contains("Chrome on Linux", "this device");
        look(browser, name + "5-sessions");
        browser.get(SITE.a() + "/confirm?next=/sessions");
        waitFor(browser, "h1", "Your password again");
        look(browser, name + "8-password-again");
        browser.findElement(By.id("password")).sendKeys(SITE.password());
        browser.findElement(By.cssSelector("button[type=submit]")).click();
        waitFor(browser, "h1", "Where you are signed in");
        browser.get(SITE.a() + "/no-such-page");
        look(browser, name + "6-missing");

        browser.get(SITE.b() + "/home");
        browser.findElement(By.id("sign-out")).click();
        waitFor(browser, "[role=status]", "You are signed out, on every server.");
        look(browser, name + "7-signed-out");
        browser.navigate().back();
        assertThat(browser.findElements(By.id("user")))
                .as("the page before is not kept")
                .isEmpty();
        browser.get(SITE.a() + "/home");
        assertThat(browser.getCurrentUrl()).contains("/login");
        assertThat(violations(browser)).isEmpty();
    }

    @Test
    void whoTriesTooOftenIsToldHowLongToWait() throws IOException {
        var browser = browser(1280, 800, "light");
        browser.get(SITE.a() + "/login");
        try {
            for (var i = 0; i < 5; i++) {
                signIn(browser, "nobody", "not the password");
                waitFor(browser, "[role=alert]", "The name or the password is wrong.");
            }
            signIn(browser, "nobody", "not the password");
            new WebDriverWait(browser, Duration.ofSeconds(10))
                    .until(ExpectedConditions.textMatches(
                            By.cssSelector("[role=alert]"),
                            Pattern.compile("Too many tries. Try again in \\d+ seconds?.")));
            look(browser, "9-too-many-tries");
        } finally {
            SITE.insight().forgetTries();
        }
    }

    @Test
    void theChosenAppearanceStays() throws IOException {
        var browser = browser(1280, 800, "light");
        browser.get(SITE.a() + "/login");
        signIn(browser, SITE.password());
        waitFor(browser, "h1", "Hello, admin");
        var light = background(browser);
        browser.findElement(By.cssSelector("input[value=dark]")).click();
        browser.findElement(By.cssSelector("form.inline button")).click();
        waitFor(browser, "h1", "Hello, admin");
        browser.get(SITE.b() + "/home");

        assertThat(background(browser)).isNotEqualTo(light);
    }

    private static void signIn(ChromeDriver browser, String password) {
        signIn(browser, "admin", password);
    }

    private static void signIn(ChromeDriver browser, String username, String password) {
        var name = browser.findElement(By.id("username"));
        name.clear();
        name.sendKeys(username);
        browser.findElement(By.id("password")).sendKeys(password);
        browser.findElement(By.cssSelector("button[type=submit]")).click();
    }

    /** A click comes back before its page does. */
    private static void waitFor(ChromeDriver browser, String selector, String text) {
        new WebDriverWait(browser, Duration.ofSeconds(10))
                .ignoring(StaleElementReferenceException.class)
                .until(ExpectedConditions.textToBe(By.cssSelector(selector), text));
    }

    private static String background(ChromeDriver browser) {
        return browser.findElement(By.tagName("body")).getCssValue("background-color");
    }

    /** Keeps a picture, and makes sure that nothing is wider than the window. */
    private static void look(ChromeDriver browser, String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        assertThat(browser.executeScript(
                        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("%s fits its window", name)
                .isEqualTo(true);
    }

    /** What the browser's console says against our content security policy. */
    private static List<String> violations(ChromeDriver browser) {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getMessage())
                .filter(message -> message.contains("Content Security Policy"))
                .toList();
    }
}
