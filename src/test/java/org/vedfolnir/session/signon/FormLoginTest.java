package org.vedfolnir.session.signon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.redis.KeyNames;
import org.vedfolnir.session.store.redis.RealRedis;
import org.vedfolnir.testing.Browser;

/** The container's form login, whose two requests may reach different nodes. */
@Tag("topology")
class FormLoginTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String FORM = "j_username=ann&j_password=";

    private static Node a;
    private static Node b;

    private final Browser visitor = new Browser();

    @BeforeAll
    static void start() throws Exception {
        a = Node.withFormLogin(REDIS.url(), "");
        b = Node.withFormLogin(REDIS.url(), "");
    }

    @AfterAll
    static void stop() throws Exception {
        a.close();
        b.close();
    }

    private void logIn() {
        assertThat(visitor.get(a, "/protected/page").body()).isEqualTo("login page");
        assertThat(visitor.post(b, "/j_security_check", FORM + Node.PASSWORD).statusCode())
                .isIn(302, 303);
    }

    @Test
    void acceptsTheFormOfTheOtherNode() {
        logIn();

        assertThat(visitor.get(a, "/protected/page").body()).isEqualTo("page for ann, null");
        assertThat(visitor.get(b, "/protected/page").body()).isEqualTo("page for ann, null");
        assertThat(visitor.get(b, "/who").body()).isEqualTo("ann, user: true");
    }

    @Test
    void storesTheSessionBeforeTheFormIsSent() {
        for (var i = 0; i < 100; i++) {
            var next = new Browser();
            assertThat(next.get(a, "/protected/page").body()).isEqualTo("login page");
            assertThat(REDIS.value(KeyNames.session(next.id()))).contains("\"login\":");
        }
    }

    @Test
    void repeatsAPostedFormAfterTheLogin() {
        assertThat(visitor.post(a, "/protected/page", "sent=letter").body()).isEqualTo("login page");
        visitor.post(b, "/j_security_check", FORM + Node.PASSWORD);

        assertThat(visitor.get(a, "/protected/page").body()).isEqualTo("page for ann, letter");
        assertThat(visitor.get(b, "/protected/page").body())
                .as("the next request")
                .isEqualTo("page for ann, null");
    }

    @Test
    void showsTheFormAgainOnAnyNodeAfterAWrongPassword() {
        visitor.get(a, "/protected/page");
        assertThat(visitor.post(b, "/j_security_check", FORM + "wrong").body()).isEqualTo("login error");
        assertThat(visitor.post(a, "/j_security_check", FORM + Node.PASSWORD).statusCode())
                .isIn(302, 303);

        assertThat(visitor.get(b, "/protected/page").body()).startsWith("page for ann");
    }

    @Test
    void invalidatesTheIdOfBeforeTheLogin() {
        visitor.get(a, "/protected/page");
        var before = visitor.copy();
        visitor.post(b, "/j_security_check", FORM + Node.PASSWORD);

        assertThat(visitor.id()).isNotEqualTo(before.id());
        assertThat(REDIS.exists(KeyNames.session(before.id()))).isFalse();
        assertThat(before.copy().get(a, "/who").body()).isEqualTo("null, user: false");
        assertThat(before.copy().get(b, "/who").body()).isEqualTo("null, user: false");
    }

    @Test
    void logsOutOnTheOtherNode() {
        logIn();
        visitor.get(b, "/who");
        visitor.get(a, "/logout");

        assertThat(visitor.get(b, "/who").body()).isEqualTo("null, user: false");
        assertThat(visitor.get(b, "/protected/page").body()).isEqualTo("login page");
    }

    @Test
    void storesNoPassword() {
        logIn();
        visitor.get(a, "/protected/page");

        assertThat(REDIS.value(KeyNames.session(visitor.id())))
                .contains("\"name\":\"ann\"")
                .doesNotContain(Node.PASSWORD);
    }
}
