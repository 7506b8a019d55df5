package org.vedfolnir.session.framework;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.redis.RealRedis;

/** State of Weld and Mojarra in a session is available on the next node: session-scoped beans, and the view of a form. */
class FrameworkStateTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private final CounterVisitor visitor = new CounterVisitor();

    @Test
    void acceptsAFormOfAPageFromAnotherNode() throws Exception {
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

    /** The flash, with Mojarra set up as in docs/install.md. */
    @Test
    void showsTheFlashOnAnotherNode() throws Exception {
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
