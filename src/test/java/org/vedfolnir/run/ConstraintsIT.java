package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.run.check.Visitor;

/** Rejections of the container by {@code web.xml}, before any filter of ours. */
class ConstraintsIT {

    @RegisterExtension
    static final RunningSite SITE = new RunningSite();

    @Test
    void redirectsAVisitorToTheSignInPageAndBack() throws Exception {
        var keys = SITE.insight().keysOfAnyKind();
        var answer = new Visitor().get(SITE.a(), "/users");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/login?next=%2Fusers");
        assertThat(SITE.insight().keysOfAnyKind())
                .as("cookies for a visitor without a session")
                .isSubsetOf(keys);
    }

    @Test
    void rejectsALesserRoleAndAdmitsARoleThatWasJustGranted() throws Exception {
        var person = SITE.signedIn();
        SITE.insight().change("update account set role = 'REVIEWER', revision = revision + 1");
        try {
            assertThat(person.get(SITE.a(), "/home").statusCode()).isEqualTo(200);
            var refused = person.get(SITE.b(), "/users");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("No permission");

            SITE.insight().change("update account set role = 'ADMIN', revision = revision + 1");
            var again = person.get(SITE.b(), "/users");
            assertThat(again.statusCode()).isEqualTo(302);
            assertThat(again.headers().firstValue("Location").orElseThrow()).endsWith("/users");
            assertThat(person.get(SITE.b(), "/users").statusCode()).isEqualTo(200);
        } finally {
            SITE.insight().change("update account set role = 'ADMIN', revision = revision + 1");
        }
    }
}
