package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.Visitor;

/** Without keys to seal a token, the application stores none, and everything else works. */
class PlatformsWithoutKeysIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite(Map.of("SESSION_ENCRYPTION_KEYS", ""));

    @Test
    void rejectsATokenWithoutKeysAndStoresNothing() throws Exception {
        var person = SITE.signedIn();
        var page = person.get(SITE.a(), "/platforms/edit");
        assertThat(page.body()).contains("This server cannot save tokens", "disabled=\"disabled\"");
        var form = new HashMap<>(Visitor.fields(Visitor.form(page.body(), "name=\"instance\"")));
        form.putAll(Map.of("name", "Played", "instance", "https://mastodon.example", "type", "mastodon"));
        form.put("token", "nightingale-and-rose");

        var refused = person.post(SITE.a(), "/platforms/edit", form);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("SESSION_ENCRYPTION_KEYS").doesNotContain("nightingale");
        assertThat(person.get(SITE.b(), "/platforms").body()).doesNotContain("Played");

        form.put("token", "");
        assertThat(person.post(SITE.a(), "/platforms/edit", form).statusCode()).isEqualTo(302);
        assertThat(person.get(SITE.b(), "/platforms").body()).contains("Played", "no token");
        assertThat(SITE.insight().storedToken("Played")).isEmpty();
    }

    @Test
    void rejectsThisMachineUnlessItIsAllowed() throws Exception {
        var person = SITE.signedIn();
        var form = new HashMap<>(Visitor.fields(
                Visitor.form(person.get(SITE.a(), "/platforms/edit").body(), "name=\"instance\"")));
        form.putAll(Map.of("name", "Here", "instance", "http://localhost:3000", "type", "mastodon"));

        var refused = person.post(SITE.a(), "/platforms/edit", form);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("This address is in a private network");
    }
}
