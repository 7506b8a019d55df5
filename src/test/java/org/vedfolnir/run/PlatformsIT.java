package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.location;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vedfolnir.instance.PlayedInstance;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;
import org.vedfolnir.run.system.FirstMatch;

/** Users manage their connections on two nodes, other users cannot, and a local server acts as an instance. */
@Tag("tomee")
class PlatformsIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    private static final int ROUNDS = 60;
    private static final Pattern PROBLEM = Pattern.compile("class=\"problem\"[^>]*>([^<]*)<");

    @SuppressWarnings("NullAway.Init")
    private PlayedInstance played;

    @SuppressWarnings("NullAway.Init")
    private Visitor person;

    @SuppressWarnings("NullAway.Init")
    private PlatformPages pages;

    @BeforeEach
    void signIn() throws Exception {
        played = PlayedInstance.plain();
        person = SITE.signedIn();
        pages = new PlatformPages(SITE, person);
    }

    @AfterEach
    void deleteAllButTheDemos() throws Exception {
        for (var name : List.of("Played", "Renamed", "Other")) {
            while (pages.page().body().contains("<strong>" + name + "<")) {
                pages.delete(pages.idOf(name));
            }
        }
        played.close();
        SITE.insight().forgetTries();
    }

    @Test
    void addsTestsAndDeletesAConnectionWithoutEverShowingItsToken() throws Exception {
        assertThat(location(pages.add("Played", instance(), PlayedInstance.TOKEN)))
                .endsWith("/platforms?done=saved");

        var list = pages.page().body();
        assertThat(list).contains("<strong>Played</strong>", instance() + " · token saved");
        assertThat(pages.test("Played")).isEqualTo("Played works: you are alice, and the server runs version 4.3.2.");
        var edit = person.get(SITE.b(), "/platforms/edit?id=" + pages.idOf("Played"))
                .body();
        var stored = SITE.insight().storedToken("Played");
        assertThat(stored).contains("\"ciphertext\"");
        for (var text : List.of(list, edit, stored)) {
            assertThat(text).doesNotContain(PlayedInstance.TOKEN);
        }
        assertLogsDoNotContain(PlayedInstance.TOKEN);

        assertThat(location(pages.delete(pages.idOf("Played")))).endsWith("/platforms?done=deleted");
        assertThat(pages.page().body()).doesNotContain("<strong>Played<");
    }

    @Test
    void keepsTheTokenIfTheFieldIsEmptyUnlessTheServerChanges() throws Exception {
        pages.add("Played", instance(), PlayedInstance.TOKEN);
        var id = pages.idOf("Played");
        pages.edit(id, Map.of("name", "Renamed"));
        assertThat(pages.test("Renamed")).startsWith("Renamed works: you are alice");

        pages.edit(id, Map.of("instance", "http://127.0.0.1:" + played.port()));
        assertThat(SITE.insight().storedToken("Renamed")).isEmpty();
        assertThat(pages.test("Renamed"))
                .startsWith("Renamed answers: the server runs version 4.3.2. There is no access token");
        assertThat(played.asked().get(played.asked().size() - 1)).isEqualTo("GET /api/v2/instance");
    }

    @Test
    void reportsARejectedTokenAndAServerThatIsDown() throws Exception {
        pages.add("Played", instance(), "not-the-right-token");
        assertThat(pages.test("Played")).contains("rejected the token (status 401). Create a new token");

        played.close();
        assertThat(pages.test("Played")).contains("does not respond at this address");
        pages.edit(pages.idOf("Played"), Map.of("name", "Renamed"));
        assertThat(pages.page().body()).as("a server that is down can be saved").contains("<strong>Renamed<");
    }

    @Test
    void throttlesTests() throws Exception {
        pages.add("Played", instance(), PlayedInstance.TOKEN);
        for (var i = 0; i < 10; i++) {
            assertThat(pages.test("Played")).contains("works");
        }
        assertThat(pages.test("Played")).contains("you have tested too often. Try again in");
        assertThat(played.asked()).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({
        "'', https://a.example, mastodon, '', Enter a name for the connection.",
        "mastodon DEMO, https://a.example, mastodon, '', You have another connection with this name.",
        "Other, http://a.example, mastodon, '', The address must start with https://",
        "Other, https://alice:word@a.example, mastodon, '', Remove the user name",
        "Other, https://a.example/about, mastodon, '', Remove everything after",
        "Other, https://10.0.0.1, mastodon, '', This address is in a private network",
        "Other, https://a.example, friendica, '', Choose Mastodon or Pixelfed.",
        "Other, https://a.example, pixelfed, short, This is not a valid token"
    })
    void showsTheProblemOfAFieldAndKeepsTheInput(
            String name, String instance, String type, String token, String problem) throws Exception {
        var form = PlatformPages.form(person.get(SITE.a(), "/platforms/edit"));
        form.putAll(Map.of("name", name, "instance", instance, "type", type, "token", token));
        var answer = person.post(SITE.a(), "/platforms/edit", form);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(FirstMatch.in(PROBLEM, answer.body())).startsWith(problem);
        assertThat(answer.body()).contains("value=\"" + instance + "\"").doesNotContain("value=\"short\"");
        assertThat(pages.page().body()).doesNotContain("<strong>Other<");
    }

    @Test
    void completesAnAddressWithoutSchemeAndReducesThatOfAProfile() throws Exception {
        for (var entered : List.of("other.example", "https://other.example/@ann", "@ann@other.example")) {
            pages.add("Other", entered, "");
            assertThat(pages.row("Other")).contains("https://other.example · no token");
            pages.delete(pages.idOf("Other"));
        }
    }

    @Test
    void escapesTheNameOfAConnection() throws Exception {
        pages.add("Other<script>", "https://a.example", "");
        try {
            assertThat(pages.page().body()).contains("Other&lt;script&gt;").doesNotContain("<script>");
        } finally {
            pages.delete(pages.idOf("Other&lt;script&gt;"));
        }
    }

    @Test
    void treatsAConnectionOfAnotherUserAsMissing() throws Exception {
        var theirs = Long.toString(SITE.insight().connectionOfSomebodyElse());
        var before = SITE.insight().happened("access_refused");

        assertThat(person.get(SITE.a(), "/platforms/edit?id=" + theirs).statusCode())
                .isEqualTo(404);
        assertThat(person.get(SITE.a(), "/platforms/edit?id=999999").statusCode())
                .isEqualTo(404);
        assertThat(person.get(SITE.a(), "/platforms/edit?id=x").statusCode()).isEqualTo(404);
        var details = PlatformPages.form(person.get(SITE.a(), "/platforms/edit"));
        details.putAll(Map.of("id", theirs, "name", "Other", "instance", "https://evil.example", "token", ""));
        assertThat(person.post(SITE.a(), "/platforms/edit", details).statusCode())
                .isEqualTo(404);
        assertThat(pages.delete(theirs).statusCode()).isEqualTo(404);
        for (var field : List.of("connection", "tested", "preferred")) {
            var form = Visitor.fields(Visitor.form(pages.page().body(), "name=\"" + field + "\""));
            form.put(field, theirs);
            assertThat(person.post(SITE.b(), "/platforms", form).body())
                    .contains("This connection does not exist or is not yours. Nothing was changed.");
        }

        assertThat(DataProbe.within(
                        Duration.ofSeconds(10), () -> SITE.insight().happened("access_refused") == before + 7))
                .as("each is recorded")
                .isTrue();
        assertThat(SITE.insight().storedToken("Not hers")).isEmpty();
        assertThat(person.get(SITE.a(), "/home").body()).contains("Mastodon demo");
    }

    @Test
    void showsANewNameInEverySessionThatUsesTheConnection() throws Exception {
        pages.add("Played", instance(), "");
        var others = new PlatformPages(SITE, SITE.signedIn());
        others.choose(SITE.b(), "Played");
        assertThat(others.platform(SITE.b())).isEqualTo("Played mastodon " + instance());

        pages.edit(pages.idOf("Played"), Map.of("name", "Renamed", "type", "pixelfed"));

        assertThat(others.platform(SITE.b())).isEqualTo("Renamed pixelfed " + instance());
        assertThat(others.stored()).containsEntry("platform_name", "\"Renamed\"");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void replacesADeletedOrDisabledConnectionByTheDefaultInEverySession(boolean deleted) throws Exception {
        pages.add("Played", instance(), "");
        var others = new PlatformPages(SITE, SITE.signedIn());
        others.choose(SITE.b(), "Played");
        pages.choose(SITE.a(), "Played");

        if (deleted) {
            pages.delete(pages.idOf("Played"));
        } else {
            var form = pages.editForm(pages.idOf("Played"));
            form.remove("active");
            person.post(SITE.a(), "/platforms/edit", form);
            assertThat(pages.page().body()).contains("disabled");
        }

        for (var each : List.of(pages, others)) {
            assertThat(each.platform(SITE.b())).startsWith("Mastodon demo mastodon");
            assertThat(each.platform(SITE.a())).startsWith("Mastodon demo mastodon");
        }
    }

    @Test
    void selectsTheDefaultConnectionAtSignIn() throws Exception {
        pages.prefer("Pixelfed demo");
        try {
            assertThat(new PlatformPages(SITE, SITE.signedIn()).platform(SITE.b()))
                    .startsWith("Pixelfed demo pixelfed");
            assertThat(pages.platform(SITE.a()))
                    .as("status with the existing session")
                    .startsWith("Mastodon demo");
        } finally {
            pages.prefer("Mastodon demo");
        }
    }

    @Test
    void recordsNoSwitchToTheCurrentConnection() throws Exception {
        var form = Visitor.fields(Visitor.form(pages.page().body(), "name=\"connection\""));
        var handle = FirstMatch.in(
                Pattern.compile("<code>([^<]*)</code>"),
                person.get(SITE.a(), "/home").body());
        for (var i = 0; i < 3; i++) {
            assertThat(person.post(i % 2 == 0 ? SITE.a() : SITE.b(), "/platforms", form)
                            .statusCode())
                    .isEqualTo(302);
        }
        person.submit(SITE.a(), person.get(SITE.a(), "/home"), "sign-out");

        assertThat(DataProbe.within(
                        Duration.ofSeconds(10),
                        () -> SITE.witness().events(handle).contains("session_ended SIGNED_OUT")))
                .isTrue();
        assertThat(SITE.witness().events(handle))
                .filteredOn(event -> event.startsWith("platform_switched"))
                .containsExactly("platform_switched Mastodon demo", "platform_switched Pixelfed demo");
    }

    /** Two nodes switch the same session in a loop; the stored session always has one of the two, complete. */
    @Test
    void neverShowsFieldsOfTwoConnections() throws Exception {
        var whole = new HashMap<String, List<String>>();
        for (var name : List.of("Pixelfed demo", "Mastodon demo")) {
            pages.choose(SITE.a(), name);
            whole.put(pages.idOf(name), pages.fourFields().subList(1, 4));
        }
        var ids = List.copyOf(whole.keySet());
        var form = Visitor.fields(Visitor.form(pages.page().body(), "name=\"connection\""));
        var threads = Executors.newFixedThreadPool(2);
        try {
            var switching = List.of(SITE.a(), SITE.b()).stream()
                    .map(node -> threads.submit(() -> {
                        var sent = new HashMap<>(form);
                        for (var i = 0; i < ROUNDS; i++) {
                            sent.put("connection", ids.get(i % 2));
                            assertThat(person.post(node, "/platforms", sent).statusCode())
                                    .isEqualTo(302);
                        }
                        return node;
                    }))
                    .toList();
            var seen = new HashSet<String>();
            while (switching.stream().anyMatch(each -> !each.isDone())) {
                var fields = pages.fourFields();
                assertThat(fields.subList(1, 4)).isEqualTo(whole.get(fields.get(0)));
                seen.add(fields.get(0));
            }
            for (var done : switching) {
                done.get();
            }
            assertThat(seen).as("values seen during the switches").hasSize(2);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void reencryptsATokenWithTheNewKeyOnItsNextUse() throws Exception {
        pages.add("Played", instance(), PlayedInstance.TOKEN);
        assertThat(sealedWith("Played")).isEqualTo("k1");
        SITE.insight().rotateKeys();

        assertThat(DataProbe.within(Duration.ofSeconds(60), () -> {
                    SITE.insight().forgetTries();
                    assertThat(pages.test("Played")).contains("works: you are alice");
                    return "k2".equals(sealedWith("Played"));
                }))
                .isTrue();
        assertThat(pages.test("Played")).contains("works: you are alice");
    }

    private static String sealedWith(String connection) throws Exception {
        var header = FirstMatch.in(
                Pattern.compile("\"protected\":\"([^\"]*)\""), SITE.insight().storedToken(connection));
        return FirstMatch.in(
                Pattern.compile("\"kid\":\"([^\"]*)\""),
                new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8));
    }

    private String instance() {
        return "http://localhost:" + played.port();
    }

    private static void assertLogsDoNotContain(String secret) throws IOException {
        try (var logs = Files.list(SITE.logs())) {
            for (var log : logs.toList()) {
                assertThat(Files.readString(log)).as(log.toString()).doesNotContain(secret);
            }
        }
    }
}
