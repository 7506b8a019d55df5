package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.handle;
import static org.vedfolnir.run.Responses.id;
import static org.vedfolnir.run.Responses.location;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.Visitor;

/** A user sees and ends their other sessions, after they have confirmed their password, on two nodes. */
@Tag("tomee")
class SessionListIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    @Test
    void endsAnotherSessionOnEveryNodeAndAuditsIt() throws Exception {
        var here = SITE.signedIn();
        var there = new Visitor("", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0");
        there.post(SITE.b(), "/login", Map.of("username", "admin", "password", SITE.password()));
        var handle = handle(there.get(SITE.b(), "/home"));
        var page = here.get(SITE.a(), "/sessions");
        var answer = here.submit(SITE.a(), page, handle);

        assertThat(page.body()).contains("Firefox on Windows", "this device").doesNotContain(id(here), id(there));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(there.get(SITE.b(), "/home").statusCode()).isEqualTo(302);
        assertThat(DataProbe.within(Duration.ofSeconds(5), () -> "ENDED_BY_USER"
                        .equals(SITE.witness().state(handle))))
                .isTrue();
        assertThat(here.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
    }

    @Test
    void endsAllOtherSessionsAndKeepsThisOne() throws Exception {
        var here = SITE.signedIn();
        var others = List.of(SITE.signedIn(), SITE.signedIn());
        var answer = here.submit(SITE.b(), here.get(SITE.b(), "/sessions"), "End all other sessions");

        assertThat(location(answer)).endsWith("/sessions?others=ended");
        for (var other : others) {
            assertThat(location(other.get(SITE.a(), "/home"))).contains("/login");
        }
        assertThat(here.get(SITE.a(), "/sessions?others=ended").body())
                .contains("All your other sessions have been ended", "this device")
                .doesNotContain("End all other sessions");
    }

    @Test
    void asksForThePasswordBeforeSessionsAreEnded() throws Exception {
        var here = SITE.signedIn();
        var there = SITE.signedIn();
        var handle = handle(there.get(SITE.a(), "/home"));
        SITE.insight().letConfirmationBeOld(id(here));
        for (var button : List.of(handle, "End all other sessions")) {
            var answer = here.submit(SITE.b(), here.get(SITE.b(), "/sessions"), button);
            assertThat(location(answer)).endsWith("/confirm?next=%2Fsessions");
        }
        assertThat(there.get(SITE.a(), "/home").statusCode())
                .as("not ended yet")
                .isEqualTo(200);

        var form = Visitor.fields(
                Visitor.form(here.get(SITE.a(), "/confirm?next=/sessions").body(), "password"));
        form.put("password", SITE.password());
        here.post(SITE.a(), "/confirm", form);
        here.submit(SITE.b(), here.get(SITE.b(), "/sessions"), handle);
        assertThat(location(there.get(SITE.a(), "/home"))).contains("/login");
    }

    @Test
    void changesTheIdAfterAConfirmedPasswordAndRedirectsBack() throws Exception {
        var person = SITE.signedIn();
        var before = new Visitor(person.cookie(), "Thief/1");
        var form = Visitor.fields(
                Visitor.form(person.get(SITE.a(), "/confirm?next=/sessions").body(), "password"));
        form.put("password", "wrong");
        assertThat(person.post(SITE.b(), "/confirm", form).statusCode()).isEqualTo(403);
        form.put("password", SITE.password());
        var answer = person.post(SITE.b(), "/confirm", form);

        assertThat(location(answer)).endsWith("/sessions");
        assertThat(person.cookie()).isNotEqualTo(before.cookie());
        assertThat(before.get(SITE.a(), "/home").statusCode())
                .as("response to the old cookie, which opens no session")
                .isEqualTo(307);
        assertThat(person.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
        assertThat(location(new Visitor().get(SITE.a(), "/confirm"))).contains("/login");
    }
}
