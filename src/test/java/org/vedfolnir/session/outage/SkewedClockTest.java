package org.vedfolnir.session.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.VedfolnirSessionManager;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.MemoryStore;
import org.vedfolnir.testing.Browser;

/** Two nodes whose clocks are decades ahead of the store's: only the store's clock counts. */
class SkewedClockTest {

    private final AtomicLong clock = new AtomicLong(1_000_000_000_000L);
    private final MemoryStore.Data data = new MemoryStore.Data();
    private final Browser visitor = new Browser();
    private final Node a;
    private final Node b;

    SkewedClockTest() throws Exception {
        a = node("a");
        b = node("b");
    }

    private Node node(String name) throws Exception {
        var manager = new VedfolnirSessionManager(settings -> new MemoryStore(data, clock::get, 1000, 30_000, name));
        manager.setAbsoluteTimeout("2h");
        return new Node(manager);
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toMillis());
    }

    @Test
    void measuresTheIdleTimeoutByTheStoresClock() {
        visitor.get(a, "/set?name=color&value=blue");
        pass(Duration.ofMinutes(29));
        assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("blue");
        pass(Duration.ofMinutes(29));
        assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("blue");

        pass(Duration.ofMinutes(31));

        assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("no session");
        assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("no session");
    }

    @Test
    void measuresTheAbsoluteTimeoutByTheStoresClock() {
        visitor.get(a, "/set?name=color&value=blue");
        for (var minutes = 0; minutes < 100; minutes += 20) {
            pass(Duration.ofMinutes(20));
            assertThat(visitor.get(b, "/get?name=color").body()).isEqualTo("blue");
        }

        pass(Duration.ofMinutes(21));

        assertThat(visitor.get(a, "/get?name=color").body()).isEqualTo("no session");
    }

    @Test
    void showsTimesOfASessionByTheStoresClock() {
        visitor.get(a, "/set?name=user_id&value=ann");
        pass(Duration.ofMinutes(10));

        assertThat(b.registry().sessionsOf("ann")).singleElement().satisfies(facts -> {
            assertThat(facts.lastActivity().toEpochMilli()).isEqualTo(1_000_000_000_000L);
            assertThat(facts.expiresAt().orElseThrow())
                    .isEqualTo(facts.lastActivity().plus(Duration.ofMinutes(30)));
        });
    }
}
