package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.location;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;

/** A form that is about the current platform, the draft on the home page, is never sent to another without a question. */
@Tag("tomee")
class PlatformFormsIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    @SuppressWarnings("NullAway.Init")
    private Visitor person;

    @SuppressWarnings("NullAway.Init")
    private PlatformPages pages;

    @BeforeEach
    void signIn() throws Exception {
        person = SITE.signedIn();
        pages = new PlatformPages(SITE, person);
    }

    @Test
    void redirectsADraftWithoutAConnectionToTheListOfConnections() throws Exception {
        var ids = List.of(pages.idOf("Mastodon demo"), pages.idOf("Pixelfed demo"));
        try {
            for (var id : ids) {
                var form = pages.editForm(id);
                form.remove("active");
                person.post(SITE.a(), "/platforms/edit", form);
            }
            var home = person.get(SITE.b(), "/home");
            assertThat(home.body()).contains("No platform is selected.");
            var draft = Visitor.fields(Visitor.form(home.body(), "draft-form"));
            draft.put("draft", "text");
            var answer = person.post(SITE.b(), "/draft", draft);
            assertThat(location(answer)).endsWith("/platforms?required");
            assertThat(person.get(SITE.b(), "/platforms?required").body()).contains("This action needs a platform.");
            assertThat(pages.stored()).doesNotContainKey("draft");
        } finally {
            for (var id : ids) {
                pages.edit(id, Map.of("active", "yes"));
            }
        }
        assertThat(pages.platform(SITE.a())).startsWith("Mastodon demo");
    }

    @Test
    void rejectsMoreThanAHundredConnections() throws Exception {
        var admin = new Administrator(person, SITE.a());
        var user = admin.signedIn("collector", "VIEWER", "seven grey herons wait", SITE.b());
        var account = admin.id("collector");
        for (var i = 0; i < 99; i++) {
            SITE.insight().addConnection(account, "Number " + i);
        }
        var platformPages = new PlatformPages(SITE, user);

        assertThat(location(platformPages.add("The hundredth", "https://hundred.example", "")))
                .endsWith("/platforms?done=savedWithoutToken");
        var refused = platformPages.add("One more", "https://more.example", "");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("You have 100 connections", "https://more.example");
        assertThat(SITE.insight().connections(account)).isEqualTo(100);
    }

    @Test
    void acceptsNamesInEveryLanguage() throws Exception {
        var name = "Müßig, 東京 🎉";
        assertThat(location(pages.add(name, "https://letters.example", "")))
                .endsWith("/platforms?done=savedWithoutToken");
        assertThat(pages.row(name)).contains("https://letters.example");
        pages.delete(pages.idOf(name));
        for (var what : List.of("added", "deleted")) {
            assertThat(DataProbe.within(Duration.ofSeconds(10), () -> SITE.insight()
                            .isAudited("account_changed " + what + " the connection " + name)))
                    .isTrue();
        }
    }

    @Test
    void storesADraftForEveryNodeAndShowsItAsText() throws Exception {
        var text = "Line\nwith <b>, \"quotes\" and 🎉";
        assertThat(location(draft(text))).endsWith("/home?done=draft");

        // MyFaces escapes quotes in text too
        assertThat(person.get(SITE.b(), "/home").body().replace("&quot;", "\""))
                .contains("Line\nwith &lt;b&gt;, \"quotes\" and 🎉</textarea>");
        draft(" ");
        assertThat(person.get(SITE.b(), "/home").body()).contains("></textarea>");
    }

    @Test
    void showsADraftThatIsTooLongAgain() throws Exception {
        var answer = draft("x".repeat(5001));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("The draft has 5,001 characters, but at most 5,000 can be saved.")
                .contains("x".repeat(5001) + "</textarea>");
        assertThat(pages.stored()).doesNotContainKey("draft");
    }

    @Test
    void asksForThePlatformIfItWasSwitchedAfterTheFormWasOpened() throws Exception {
        var form = Visitor.fields(Visitor.form(person.get(SITE.a(), "/home").body(), "draft-form"));
        form.put("draft", "two\r\nlines \"&<");
        pages.choose(SITE.b(), "Pixelfed demo");

        var asked = person.post(SITE.a(), "/draft", form);
        assertThat(asked.statusCode()).isEqualTo(409);
        assertThat(asked.body()).contains("id=\"made\">Mastodon demo<", "id=\"now\">Pixelfed demo<");
        assertThat(pages.stored()).as("nothing was done").doesNotContainKey("draft");

        assertThat(location(decide(asked, "on"))).endsWith("/home?done=draft");
        assertThat(pages.platform(SITE.b())).startsWith("Pixelfed demo");
        assertThat(pages.stored()).containsEntry("draft", "\"two\\u000alines \\\"&<\"");

        assertThat(location(decide(person.post(SITE.b(), "/draft", form), "back")))
                .endsWith("/home?done=draft");
        assertThat(pages.platform(SITE.a())).startsWith("Mastodon demo");
    }

    @Test
    void sendsAFormOfADeletedPlatformForTheCurrentOneOnly() throws Exception {
        pages.add("Played", "https://played.example", "");
        pages.choose(SITE.a(), "Played");
        var form = Visitor.fields(Visitor.form(person.get(SITE.a(), "/home").body(), "draft-form"));
        form.put("draft", "text");
        pages.delete(pages.idOf("Played"));

        var asked = person.post(SITE.b(), "/draft", form);
        assertThat(asked.statusCode()).isEqualTo(409);
        assertThat(asked.body()).contains("a connection that no longer exists").doesNotContain("id=\"back\"");
        form.put("platform_decision", "back");
        assertThat(person.post(SITE.b(), "/draft", form).statusCode()).isEqualTo(409);
        assertThat(location(decide(asked, "on"))).endsWith("/home?done=draft");
    }

    private HttpResponse<String> draft(String text) throws Exception {
        var form = Visitor.fields(Visitor.form(person.get(SITE.a(), "/home").body(), "draft-form"));
        form.put("draft", text);
        return person.post(SITE.a(), "/draft", form);
    }

    /** Sends one of the forms of the confirmation page, as a browser does: with each field's text unescaped. */
    private HttpResponse<String> decide(HttpResponse<String> asked, String way) throws Exception {
        var form = Visitor.fields(Visitor.form(asked.body(), "id=\"" + way + "\""));
        form.replaceAll((name, value) -> value.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#034;", "\"")
                .replace("&amp;", "&"));
        return person.post(SITE.a(), "/draft", form);
    }
}
