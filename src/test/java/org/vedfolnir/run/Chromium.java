package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.vedfolnir.testing.TestFolders;

/** A real Chromium with a profile of its own, in one window of a given size. Pictures go to {@code target/screenshots}. */
public final class Chromium implements AutoCloseable {

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The client warns of each browser with a newer protocol; we use three commands that have existed for years. */
    private static final Logger PROTOCOL = Logger.getLogger("org.openqa.selenium.devtools");

    static {
        PROTOCOL.setLevel(Level.SEVERE);
    }

    private final ChromeDriver driver;
    private final Path profile;

    private Chromium(Map<String, Object> preferences) throws IOException {
        this.profile = TestFolders.make("vedfolnir-profile");
        this.driver = driver(preferences, profile);
    }

    /** Width, height and colours: wide and narrow, light and dark; all four of them with {@code -Ppeople}. */
    static Stream<Arguments> windows() {
        var two = Stream.of(Arguments.of(1280, 900, "light"), Arguments.of(320, 800, "dark"));
        return "four".equals(System.getProperty("vedfolnir.browser.windows"))
                ? Stream.concat(two, Stream.of(Arguments.of(1280, 900, "dark"), Arguments.of(320, 800, "light")))
                : two;
    }

    /** @param colours that its person prefers, light or dark */
    public static Chromium open(int width, int height, String colours) throws IOException {
        return open(width, height, colours, "en");
    }

    /** @param language that its person reads */
    public static Chromium open(int width, int height, String colours, String language) throws IOException {
        var browser = new Chromium(Map.of("intl.accept_languages", language));
        browser.driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        browser.driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
        return browser;
    }

    public static Chromium open() throws IOException {
        return open(1280, 800, "light");
    }

    /** One that runs no script. */
    static Chromium withoutJavaScript() throws IOException {
        return new Chromium(Map.of("profile.managed_default_content_settings.javascript", 2));
    }

    private static ChromeDriver driver(Map<String, Object> preferences, Path profile) {
        var options = new ChromeOptions();
        options.setExperimentalOption("prefs", preferences);
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
                "--user-data-dir=" + profile);
        return new ChromeDriver(service(), options);
    }

    /** Uses the driver on the PATH, so that none is downloaded. */
    private static ChromeDriverService service() {
        var service = new ChromeDriverService.Builder();
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, "chromedriver"))
                .filter(File::canExecute)
                .findFirst()
                .ifPresent(service::usingDriverExecutable);
        return service.build();
    }

    public ChromeDriver driver() {
        return driver;
    }

    void get(String address) {
        driver.get(address);
    }

    /** Opens a tab and continues in it. */
    String newTab(String address) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(address);
        return driver.getWindowHandle();
    }

    void goToTab(String handle) {
        driver.switchTo().window(handle);
    }

    /** Makes this tab load another page. */
    interface Act<E extends Exception> {
        void run() throws E;
    }

    /**
     * Performs an action that leaves the page, and returns when the next page is complete. A click returns before that, and an element that is read at once may
     * belong to the old page.
     */
    <E extends Exception> void leave(Act<E> act) throws E {
        var page = element(By.tagName("html"));
        act.run();
        until(any -> !element(By.tagName("html")).equals(page));
        until(any -> "complete".equals(driver.executeScript("return document.readyState")));
    }

    /** Clicks a link or a button that leads to another page, and waits for that page. */
    void follow(String selector) {
        follow(By.cssSelector(selector));
    }

    void follow(By place) {
        leave(() -> element(place).click());
    }

    /** Clicks an element that stays on the page. */
    void press(String selector) {
        element(By.cssSelector(selector)).click();
    }

    /** Replaces the text of a field. */
    void type(String selector, String text) {
        var field = element(By.cssSelector(selector));
        field.clear();
        field.sendKeys(text);
    }

    void choose(String selector, String value) {
        new Select(element(By.cssSelector(selector))).selectByValue(value);
    }

    /** Presses a key in the focused element. */
    void press(Keys key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    /** Fills in the sign-in form, and waits for the page that answers. */
    void signIn(String username, String password) {
        type("#username", username);
        type("#password", password);
        follow("button[type=submit]");
    }

    String text(String selector) {
        return text(By.cssSelector(selector));
    }

    /** As the user reads it; reads again if the page is replaced in between. */
    String text(By place) {
        return read(place, WebElement::getText);
    }

    String attribute(String selector, String name) {
        return read(By.cssSelector(selector), element -> element.getDomAttribute(name));
    }

    String property(String selector, String name) {
        return read(By.cssSelector(selector), element -> element.getDomProperty(name));
    }

    String css(String selector, String name) {
        return read(By.cssSelector(selector), element -> element.getCssValue(name));
    }

    private String read(By place, Function<WebElement, @Nullable String> reading) {
        return Objects.requireNonNull(until(any -> reading.apply(element(place))));
    }

    boolean shows(String selector) {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    /** For a page that changes or disappears without a click. */
    void waitFor(String selector, String text) {
        until(ExpectedConditions.textToBe(By.cssSelector(selector), text));
    }

    <T> T until(ExpectedCondition<T> condition) {
        return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(20))
                .ignoring(StaleElementReferenceException.class)
                .until(browser -> orStale(condition, browser));
    }

    /** In the moment in which a page is replaced, chromedriver has another name for an element of the one before. */
    private static <T> T orStale(ExpectedCondition<T> condition, WebDriver browser) {
        try {
            return condition.apply(browser);
        } catch (WebDriverException e) {
            if (String.valueOf(e.getMessage()).contains("does not belong to the document")) {
                throw new StaleElementReferenceException("The page is being replaced.", e);
            }
            throw e;
        }
    }

    private WebElement element(By place) {
        return driver.findElement(place);
    }

    /** Keeps a picture of a foreign page, without checks. */
    public void photograph(String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), picture());
    }

    /**
     * Keeps a picture, and checks that nothing is wider than the window, nothing hidden is visible, and axe finds nothing (WCAG 2.2 A and AA, good practice).
     */
    void checkPage(String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), picture());
        assertThat(driver.executeScript(
                        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("%s fits its window", name)
                .isEqualTo(true);
        assertThat(driver.executeScript("return [...document.querySelectorAll('[hidden]')]"
                        + ".filter(each => getComputedStyle(each).display !== 'none').map(each => each.outerHTML)"))
                .as("%s shows nothing that is hidden", name)
                .isEqualTo(List.of());
        assertThat(accessibility()).as("%s for all people", name).isEmpty();
    }

    /** Of the whole page, however long it is. */
    private byte[] picture() {
        var taken = driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        return Base64.getDecoder().decode(String.valueOf(taken.get("data")));
    }

    private List<?> accessibility() throws IOException {
        driver.executeScript(axe());
        return (List<?>) Objects.requireNonNull(driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run().then(
                    found => done(found.violations.map(
                        each => each.id + ': ' + each.help + ' ' + each.nodes.map(node => node.html).join(' '))),
                    failed => done([String(failed)]));
                """));
    }

    private static String axe() throws IOException {
        try (var script = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(
                    Objects.requireNonNull(script, "axe-core is not on the class path.")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }

    /** Messages of the browser's console about violations of our content security policy. */
    List<String> violations() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getMessage())
                .filter(message -> message.contains("Content Security Policy"))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
        OpenSite.remove(profile);
    }
}
