package org.vedfolnir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.KeyRing;
import org.vedfolnir.session.store.redis.RealRedis;

/** A store that fails is never "no session". */
class OutageTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    @Test
    void aStoppedRedisIsA503AndNobodyIsSignedOut() throws Exception {
        try (var node = new Node(REDIS.url(), KeyRing.generate())) {
            var visitor = new Browser();
            visitor.get(node, "/set?name=color&value=blue");
            var cookie = visitor.cookie();
            REDIS.pause();
            try {
                var began = System.nanoTime();
                var answer = visitor.get(node, "/get?name=color");

                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1500));
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
                assertThat(visitor.get(node, "/public").statusCode()).isEqualTo(200);
                assertThat(new Browser().get(node, "/create").headers().firstValue("Set-Cookie"))
                        .as("a session that was not stored has no cookie")
                        .isEmpty();
            } finally {
                REDIS.resume();
            }
            org.vedfolnir.session.store.Eventually.within(
                    Duration.ofSeconds(5),
                    () -> visitor.get(node, "/get?name=color").body().equals("blue"));
            assertThat(visitor.cookie()).isEqualTo(cookie);
        }
    }
}
