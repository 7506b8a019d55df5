package org.vedfolnir.session.framework;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.redis.RealRedis;

/** What Weld and Mojarra keep in a session is there on the next node: beans of the session, and the page that a form came from. */
class FrameworkStateTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final CounterVisitor visitor = new CounterVisitor();

    @Test
    void aPageThatOneNodeShowedComesBackToAnother() throws Exception {
        try (var first = new FacesSite(REDIS.url(), "")) {
            visitor.open(first.address());
            visitor.press("visit", first.address());
            assertThat(visitor.press("turn", first.address())).contains("visits 1 page 1");
        }
        var key = "vedfolnir:session:" + visitor.id();
        assertThat(REDIS.value(key)).contains("org.jboss.weld", "com.sun.faces");
        try (var second = new FacesSite(REDIS.url(), "")) {
            assertThat(visitor.press("turn", second.address())).contains("visits 1 page 2");
            assertThat(visitor.press("visit", second.address())).contains("visits 2 page 2");
            assertThat(REDIS.value(key)).doesNotContain("\"dropped\"");
            assertThat(visitor.open(second.address())).contains("visits 2 page 0");
        }
    }

    /** The flash, as docs/install.md sets Mojarra up for it. */
    @Test
    void aWordForTheNextPageIsThereOnAnotherNode() throws Exception {
        try (var first = new FacesSite(REDIS.url(), "")) {
            visitor.open(first.address());
            visitor.pressAndLeave("say", first.address());
        }
        try (var second = new FacesSite(REDIS.url(), "")) {
            assertThat(visitor.open(second.address())).contains("said hello.");
            assertThat(visitor.open(second.address())).contains("said .");
        }
    }
}
