package org.vedfolnir.session.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.diagnosis.StoreServer;

class StoreStateTrackerTest {

    private static final Concern FORGETFUL = new Concern("Redis forgets.", "The Redis at cache:6379 forgets.");

    private final List<StoreCondition> told = new ArrayList<>();
    private List<StoreServer> servers = List.of(new StoreServer("a", false), new StoreServer("b", false));
    private Instant now = Instant.EPOCH;
    private final StoreStateTracker tracker = new StoreStateTracker(() -> servers, () -> now, told::add);

    private void open(boolean a, boolean b) {
        servers = List.of(new StoreServer("a", a), new StoreServer("b", b));
    }

    @Test
    void isUpAtFirstAndTellsNobody() {
        assertThat(tracker.condition().state()).isEqualTo(StoreState.UP);
        tracker.diagnosed(List.of());

        assertThat(told).isEmpty();
    }

    @Test
    void eachChangeIsToldOnceWithItsTimeAndReasons() {
        now = Instant.ofEpochSecond(10);
        tracker.diagnosed(List.of(FORGETFUL));
        now = Instant.ofEpochSecond(20);
        tracker.diagnosed(List.of(FORGETFUL));
        now = Instant.ofEpochSecond(30);
        tracker.silent();
        now = Instant.ofEpochSecond(40);
        tracker.diagnosed(List.of());

        assertThat(told)
                .containsExactly(
                        new StoreCondition(StoreState.DEGRADED, Instant.ofEpochSecond(10), List.of("Redis forgets.")),
                        new StoreCondition(
                                StoreState.DOWN, Instant.ofEpochSecond(30), List.of("The store does not answer.")),
                        new StoreCondition(StoreState.UP, Instant.ofEpochSecond(40), List.of()));
    }

    @Test
    void anotherReasonForTheSameStateIsShownAndKeepsItsTime() {
        tracker.diagnosed(List.of(FORGETFUL));
        now = Instant.ofEpochSecond(10);
        tracker.diagnosed(List.of(new Concern("Redis is full.", "")));

        assertThat(tracker.condition())
                .isEqualTo(new StoreCondition(StoreState.DEGRADED, Instant.EPOCH, List.of("Redis is full.")));
        assertThat(told).hasSize(1);
    }

    @Test
    void oneOfTwoServersThatDoesNotAnswerIsDegradedAndBothAreDown() {
        open(true, false);
        assertThat(tracker.condition().state()).isEqualTo(StoreState.DEGRADED);
        assertThat(tracker.condition().reasons()).containsExactly("1 of 2 servers of the store do not answer.");
        open(true, true);
        assertThat(tracker.condition().state()).isEqualTo(StoreState.DOWN);
        open(false, false);
        assertThat(tracker.condition().state()).isEqualTo(StoreState.UP);

        assertThat(told)
                .extracting(StoreCondition::state)
                .containsExactly(StoreState.DEGRADED, StoreState.DOWN, StoreState.UP);
    }
}
