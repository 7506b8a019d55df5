package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;

/** The first start in a real Chromium: from the printed link to the home page. */
@Tag("people")
@Tag("slow")
@Tag("browser")
class SetupBrowserIT {

    @RegisterExtension
    static final RunningSite SITE = RunningSite.withoutAccount();

    @Test
    void createsTheAdministratorAndShowsNoTokenAfterwards() throws IOException {
        for (var window : Chromium.windows().map(Arguments::get).toList()) {
            try (var browser = Chromium.open((int) window[0], (int) window[1], (String) window[2])) {
                browser.get(SITE.balanced() + SITE.setup().path());
                browser.waitFor("h1", "Create the administrator account");
                browser.checkPage(window[2] + "-" + window[0] + "-setup-1-form");
            }
        }
        try (var browser = Chromium.open(1280, 1000, "light")) {
            browser.get(SITE.balanced() + "/login");
            browser.get(SITE.balanced() + SITE.setup().path());
            browser.waitFor("h1", "Create the administrator account");
            assertThat(browser.driver().getCurrentUrl()).endsWith("/setup");
            browser.type("#username", "ann");
            browser.type("#email", "ann@example.com");
            browser.type("#new-password", "ann@example.com too");
            browser.type("#again", "something else");
            browser.follow("button[type=submit]");
            browser.waitFor(
                    "#new-password-problem",
                    "The password must not contain 'ann', which is easy to guess. Choose another.");
            browser.checkPage("light-1280-setup-2-refused");
            browser.type("#new-password", "a quiet morning by the sea");
            browser.type("#again", "a quiet morning by the sea");
            browser.follow("button[type=submit]");
            browser.waitFor("h1", "Hello, ann");
            browser.waitFor("#platform", "Mastodon demo");
            browser.get(SITE.balanced() + SITE.setup().path());
            browser.waitFor("h1", "This link is no longer valid");
            browser.checkPage("light-1280-setup-3-void");
            assertThat(browser.violations()).isEmpty();
        }
    }
}
