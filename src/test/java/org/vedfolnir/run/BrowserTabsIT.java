package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.vedfolnir.run.check.Visitor;

/** Tabs of a real browser behind a load balancer: all see a change in one. */
@Tag("browser")
class BrowserTabsIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final String COLLEAGUE = "colleague";
    private static final String COLLEAGUE_PASSWORD = "seven grey herons wait";

    private static final String SWITCH = ".rows input[title^=Switch]";

    private Chromium browser;
    private String first;

    @BeforeAll
    static void addColleague() throws Exception {
        var link = new Administrator(SITE.signedIn(), SITE.a()).create(COLLEAGUE, "VIEWER");
        Administrator.choose(new Visitor(), link, COLLEAGUE_PASSWORD);
    }

    @BeforeEach
    void open() throws IOException {
        browser = Chromium.open();
        signIn(browser, "admin", SITE.password());
        first = browser.driver().getWindowHandle();
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void showsASwitchInOtherTabs() throws Exception {
        var second = browser.newTab(SITE.balanced() + "/platforms");
        var delays = new ArrayList<Long>();
        for (var i = 0; i < 10; i++) {
            browser.goToTab(second);
            browser.get(SITE.balanced() + "/platforms");
            var name = browser.attribute(SWITCH, "title").substring("Switch: ".length());
            browser.press(SWITCH); // the other tab must not wait for this one's page
            var since = System.nanoTime();
            browser.goToTab(first);
            browser.waitFor("#platform", name);
            delays.add((System.nanoTime() - since) / 1_000_000);
            browser.waitFor("#toast", "The current platform is now " + name + ", in all tabs.");
        }
        browser.checkPage("tabs-1-switched");
        Collections.sort(delays);
        System.out.printf("another tab shows a switch after p50 %d ms, max %d ms%n", delays.get(5), delays.get(9));
        assertThat(delays).allMatch(delay -> delay < 2000);
        assertThat(browser.violations()).isEmpty();
    }

    @Test
    void sendsOtherTabsToTheSignInPageAfterASignOut() throws Exception {
        browser.newTab(SITE.balanced() + "/sessions");
        browser.follow("#sign-out");
        browser.waitFor("[role=status]", "You have signed out.");
        browser.goToTab(first);

        browser.waitFor("[role=status]", "You have signed out.");
    }

    @Test
    void showsWhyASessionWasEndedElsewhere() throws Exception {
        var other = SITE.signedIn();
        browser.leave(() -> other.submit(SITE.a(), other.get(SITE.a(), "/sessions"), "End all other sessions"));

        browser.waitFor(
                "[role=status]",
                "This session was ended from another of your sessions. If that was not you, sign in and change your"
                        + " password.");
        browser.checkPage("tabs-2-ended");
        assertThat(browser.driver().getCurrentUrl()).contains("next=%2Fhome");
    }

    @Test
    void handsTheStreamToTheNextTabWhenItsTabIsClosed() throws Exception {
        var second = browser.newTab(SITE.balanced() + "/home");
        browser.goToTab(first);
        browser.driver().close();
        browser.goToTab(second);
        letExpire();
        assertThat(browser.text("[role=status]")).contains("you did not use it for a while");
    }

    /** The id changes on another way into the session, so that the browser has the old cookie for longer than a moment. */
    @Test
    void keepsATabOnItsPageWhileTheSessionIdChanges() throws Exception {
        var elsewhere = new Visitor("session=" + id(), "Vedfolnir-Check/1");
        var fields = Visitor.fields(
                Visitor.form(elsewhere.get(SITE.a(), "/confirm?next=/home").body(), "password"));
        fields.put("password", SITE.password());
        assertThat(elsewhere.post(SITE.a(), "/confirm", fields).statusCode()).isEqualTo(302);
        browser.driver().executeScript("performance.clearResourceTimings()");
        browser.driver().executeScript("document.dispatchEvent(new Event('visibilitychange'))");
        browser.until(any -> asked() >= 2);
        assertThat(browser.driver().getCurrentUrl()).endsWith("/home");

        browser.driver().manage().deleteCookieNamed("session");
        browser.driver()
                .manage()
                .addCookie(new Cookie.Builder("session", Objects.requireNonNull(elsewhere.id()))
                        .path("/")
                        .isHttpOnly(true)
                        .sameSite("Lax")
                        .build());
        elsewhere.submit(SITE.a(), elsewhere.get(SITE.a(), "/platforms"), "connection");

        browser.waitFor("#platform", "Pixelfed demo");
        assertThat(browser.driver().getCurrentUrl()).endsWith("/home");
    }

    /** Number of requests for the session state by this tab. */
    private long asked() {
        return (Long) Objects.requireNonNull(browser.driver()
                .executeScript("return performance.getEntriesByType('resource')"
                        + ".filter(each => each.name.endsWith('/api/session/state')).length"));
    }

    @Test
    void showsADialogTwoMinutesBeforeTheEndAndExtendsTheSessionWithOneKey() throws Exception {
        SITE.insight().letLive(id(), Duration.ofSeconds(110));
        // as if the user returned to the tab; opening a page would use the session
        browser.driver().executeScript("document.dispatchEvent(new Event('visibilitychange'))");
        browser.waitFor("#ending-title", "Are you still there?");
        assertThat(browser.property("#ending", "open")).isEqualTo("true");
        assertThat(browser.text("#ending-text")).contains("2 minutes");
        assertThat(browser.shows("#ending-stay:focus")).as("one key is enough").isTrue();
        browser.checkPage("tabs-3-still-there");

        browser.press(Keys.ENTER);

        browser.until(ExpectedConditions.invisibilityOfElementLocated(By.id("ending")));
        assertThat(SITE.insight().left(id())).isGreaterThan(Duration.ofMinutes(100));
    }

    @Test
    void keepsTwoBrowserProfilesApart() throws Exception {
        try (var colleagueBrowser = Chromium.open()) {
            signIn(colleagueBrowser, COLLEAGUE, COLLEAGUE_PASSWORD);
            assertThat(colleagueBrowser.text("#user")).contains(COLLEAGUE);
            assertThat(colleagueBrowser.shows("#users"))
                    .as("link for administrators")
                    .isFalse();
            var before = browser.text("#platform");

            browser.newTab(SITE.balanced() + "/platforms");
            browser.follow(SWITCH);
            browser.goToTab(first);
            browser.until(ExpectedConditions.not(ExpectedConditions.textToBe(By.id("platform"), before)));
            browser.follow("#sign-out");
            browser.waitFor("[role=status]", "You have signed out.");

            colleagueBrowser.get(SITE.balanced() + "/home");
            colleagueBrowser.waitFor("h1", "Hello, " + COLLEAGUE);
            assertThat(colleagueBrowser.driver().getPageSource()).doesNotContain("admin@");
            assertThat(colleagueBrowser.violations()).isEmpty();
        }
    }

    @Test
    void reportsAnotherUserInATabThatWasSuspended() throws Exception {
        var colleague = new Visitor();
        Administrator.signIn(colleague, SITE.a(), COLLEAGUE, COLLEAGUE_PASSWORD);
        browser.driver().manage().deleteCookieNamed("session");
        browser.driver()
                .manage()
                .addCookie(new Cookie.Builder("session", Objects.requireNonNull(colleague.id()))
                        .path("/")
                        .isHttpOnly(true)
                        .sameSite("Lax")
                        .build());

        browser.driver().executeScript("document.dispatchEvent(new Event('visibilitychange'))");

        browser.waitFor("#toast", "This browser is now signed in as " + COLLEAGUE + ". Reload the page.");
        assertThat(browser.text("#platform")).as("platform of the other user").isEqualTo("Mastodon demo");
    }

    @Test
    void restoresUnsavedTextForTheSameUserOnly() throws Exception {
        browser.type("#draft", "half a sentence");
        letExpire();
        browser.signIn("admin", SITE.password());
        browser.waitFor("h1", "Hello, admin");
        browser.waitFor("#toast", "The text that you typed before your session ended has been restored.");
        assertThat(draft()).isEqualTo("half a sentence");
        browser.checkPage("tabs-4-draft-is-back");

        letExpire();
        browser.signIn(COLLEAGUE, COLLEAGUE_PASSWORD);
        browser.waitFor("h1", "Hello, " + COLLEAGUE);
        assertThat(draft()).isEmpty();
        // a sign-out would clear all that the browser keeps of us
        letExpire();
        signIn(browser, "admin", SITE.password());
        assertThat(draft()).as("not after another person was here").isEmpty();
    }

    private void signIn(Chromium in, String name, String password) {
        in.get(SITE.balanced() + "/login");
        in.signIn(name, password);
        in.waitFor("h1", "Hello, " + name);
    }

    /** Its open tab then goes to the sign-in page by itself. */
    private void letExpire() {
        browser.leave(() -> SITE.insight().letExpire(id()));
        assertThat(browser.driver().getCurrentUrl()).contains("/login");
    }

    private String draft() {
        return browser.property("#draft", "value");
    }

    private String id() {
        return Objects.requireNonNull(browser.driver().manage().getCookieNamed("session"))
                .getValue();
    }
}
