package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts in a real Chromium: the first one, those that an administrator makes, and a password that is changed. */
@Tag("people")
@Tag("slow")
@Tag("browser")
class PeopleBrowserIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final String PASSWORD = "seven grey herons wait";

    @BeforeAll
    static void fillTheList() throws SQLException {
        SITE.insight().addAccounts("colleague", 55);
    }

    @ParameterizedTest
    @MethodSource("org.vedfolnir.run.Chromium#windows")
    void createsAUserWhoChoosesTheirPassword(int width, int height, String colours) throws IOException {
        var name = colours + "-" + width + "-people-";
        var person = colours + width;
        try (var admin = Chromium.open(width, height, colours);
                var usersBrowser = Chromium.open(width, height, colours)) {
            signIn(admin, "admin", SITE.password());
            admin.waitFor("h1", "Hello, admin");
            admin.follow("#users");
            admin.waitFor("h1", "Users");
            admin.checkPage(name + "1-list");
            admin.follow(".heading .button");
            admin.waitFor("h1", "New user");
            admin.type("#username", "colleague001");
            admin.type("#email", person + "@example.com");
            admin.follow("form.fields input[type=submit]");
            admin.waitFor(
                    "#username-problem",
                    "Another account has the user name 'colleague001' (upper and lower case make no difference). Choose another.");
            admin.checkPage(name + "2-taken");
            admin.type("#username", person);
            admin.follow("form.fields input[type=submit]");
            admin.waitFor(
                    "#once",
                    "The link is shown only once. If it gets lost, reset the password to get a new one. This link then stops working.");
            admin.checkPage(name + "3-link");

            usersBrowser.get(admin.text("#link"));
            usersBrowser.waitFor("h1", "Choose your password");
            assertThat(usersBrowser.driver().getCurrentUrl())
                    .as("address without the token")
                    .endsWith("/new-password");
            choose(usersBrowser, "password2026");
            usersBrowser.waitFor(
                    "#new-password-problem",
                    "The password must have at least 15 characters, but has 12. Add a word or two.");
            usersBrowser.checkPage(name + "4-refused");
            choose(usersBrowser, PASSWORD);
            usersBrowser.waitFor("[role=status]", "Your password has been saved. You can sign in with it now.");
            signIn(usersBrowser, person, PASSWORD);
            usersBrowser.waitFor("h1", "Hello, " + person);
            usersBrowser.get(SITE.balanced() + "/users");
            usersBrowser.waitFor("h1", "No permission");
            usersBrowser.checkPage(name + "5-not-allowed");
            usersBrowser.get(SITE.balanced() + "/home");
            usersBrowser.follow("#user");
            usersBrowser.waitFor("h1", "Change your password");
            usersBrowser.checkPage(name + "6-own-password");
            usersBrowser.type("#password", PASSWORD);
            choose(usersBrowser, PASSWORD + " no more");
            usersBrowser.waitFor("h1", "Where you are signed in");
            usersBrowser.checkPage(name + "7-changed");

            admin.get(SITE.balanced() + "/users?q=" + person);
            admin.follow(".list a");
            admin.waitFor("h1", person);
            admin.checkPage(name + "8-edit");
            admin.follow("input[id$=':lock']");
            admin.waitFor("[role=status]", "The account is locked, and the user is signed out everywhere.");
            admin.checkPage(name + "9-locked");
            usersBrowser.get(SITE.balanced() + "/home");
            usersBrowser.waitFor("h1", "Sign in");
            admin.follow("#delete, [id$=':delete']");
            admin.waitFor("h1", "Delete");
            admin.checkPage(name + "10-delete");
            admin.follow("input[id$=':delete']");
            admin.waitFor("[role=status]", "The account is deleted, and the user is signed out everywhere.");
            assertThat(admin.violations()).isEmpty();
            assertThat(usersBrowser.violations()).isEmpty();
        }
    }

    @Test
    void findsUsersByAddressAndPagesThroughTheList() throws IOException {
        try (var admin = Chromium.open(1280, 900, "light")) {
            signIn(admin, "admin", SITE.password());
            admin.waitFor("h1", "Hello, admin");
            admin.get(SITE.balanced() + "/users");
            admin.follow("[rel=next]");
            admin.waitFor(".pages .muted", "Page 2");
            admin.type("#q", "colleague017@");
            admin.follow(".search button");
            admin.waitFor(".list tbody a", "colleague017");
        }
    }

    private void signIn(Chromium browser, String name, String password) {
        browser.get(SITE.balanced() + "/login");
        browser.signIn(name, password);
    }

    private static void choose(Chromium browser, String password) {
        browser.type("#new-password", password);
        browser.type("#again", password);
        browser.follow("form.card button[type=submit]");
    }
}
