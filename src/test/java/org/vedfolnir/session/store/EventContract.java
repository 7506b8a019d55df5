package org.vedfolnir.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;

/** What every store promises about events. */
public abstract class EventContract {

    protected static final Duration DEAD_AFTER = Duration.ofMillis(400);

    /** A store over fresh data; the same one for the whole test. */
    protected abstract SessionStore store();

    /** Another node over the same data. */
    protected abstract SessionStore other();

    /** The other node after a restart: a new process of the same name. */
    protected abstract SessionStore otherRestarted();

    /** Waits until a condition holds while the store's time goes by. */
    protected abstract void within(Duration time, Callable<Boolean> condition) throws Exception;

    /** Lets the store's time go by. */
    protected void pass(Duration time) throws Exception {
        var until = store().now() + time.toMillis();
        within(time.plusSeconds(5), () -> store().now() >= until);
    }

    @Test
    void anEventIsReadAsItWasRecorded() {
        var event = new NewEvent(
                new SessionEvent.PlatformSwitched("Pixelfed \u00fc \"q\"\n"),
                new EventContext("/", "node-1", "handle", "ann", "192.0.2.1", "agent"));
        store().record(event);

        assertThat(store().events().read(10)).singleElement().satisfies(read -> {
            assertThat(read.event()).isEqualTo(event.event());
            assertThat(read.context()).isEqualTo(event.context());
            assertThat(read.at().toEpochMilli()).isBetween(store().now() - 2000, store().now() + 50);
        });
    }

    @Test
    void eventsComeInTheStepOfTheirChangeAndInOrder() {
        var id = newId();
        store().save(write(id, 0)
                .events(created(), switched("1"), switched("2"))
                .build());

        assertThat(kinds(store().events().read(10)))
                .containsExactly(
                        created().event(), switched("1").event(), switched("2").event());
    }

    @Test
    void anEventThatWasNotAcknowledgedComesAgainToTheSameReader() {
        record("1", "2");
        var first = store().events().read(10);

        assertThat(store().events().read(10)).isEqualTo(first).hasSize(2);
    }

    @Test
    void anEventThatWasAcknowledgedNeverComesAgain() throws Exception {
        record("1", "2");
        var first = store().events().read(1);
        store().events().acknowledge(places(first));
        store().events().acknowledge(places(first));

        assertThat(kinds(store().events().read(10)))
                .containsExactly(switched("2").event());
        pass(DEAD_AFTER.plusMillis(100));
        assertThat(kinds(other().events().read(10)))
                .containsExactly(switched("2").event());
    }

    @Test
    void twoReadersDoNotGetTheSameEvent() {
        record("1", "2");
        var mine = store().events().read(1);
        var others = other().events().read(10);

        assertThat(kinds(mine)).containsExactly(switched("1").event());
        assertThat(kinds(others)).containsExactly(switched("2").event());
    }

    @Test
    void whatADeadReaderLeftComesToAnother() throws Exception {
        record("1");
        var taken = other().events().read(10);
        assertThat(store().events().read(10)).isEmpty();

        within(Duration.ofSeconds(5), () -> !store().events().read(10).isEmpty());

        assertThat(store().events().read(10)).isEqualTo(taken);
    }

    @Test
    void aReaderThatRestartedGetsItsOwnAtOnce() {
        record("1");
        var taken = other().events().read(10);

        assertThat(otherRestarted().events().read(10)).isEqualTo(taken).hasSize(1);
    }

    @Test
    void oldEventsDoNotKeepNewOnesBack() {
        record("1");
        store().events().read(1);
        record("2", "3");

        assertThat(kinds(store().events().read(2)))
                .containsExactly(switched("1").event(), switched("2").event());
    }

    @Test
    void theOldestEventIsOneThatNobodyHasAcknowledged() {
        record("1", "2");
        var read = other().events().read(2);

        assertThat(store().events().oldest()).contains(read.get(0).at());
        other().events().acknowledge(places(read));
        assertThat(store().events().oldest()).isEmpty();
    }

    @Test
    void aSumAndItsIdComeAsTheyWereRecorded() {
        var sum = new NewEvent("sum.1", 71, new SessionEvent.AccessRefused("cross-site request"), context(null));
        store().record(sum);

        assertThat(store().events().read(1)).singleElement().satisfies(read -> {
            assertThat(read.id()).isEqualTo("sum.1");
            assertThat(read.count()).isEqualTo(71);
        });
    }

    @Test
    void allNodesSeeOneGeneration() {
        assertThat(store().events().generation())
                .isNotEmpty()
                .isEqualTo(other().events().generation())
                .isEqualTo(store().events().generation());
    }

    @Test
    void readingNothingIsEmpty() {
        assertThat(store().events().read(10)).isEmpty();
        store().events().acknowledge(List.of());
    }

    private void record(String... platforms) {
        for (var platform : platforms) {
            store().record(switched(platform));
        }
    }

    private static List<String> places(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::place).toList();
    }

    private static List<SessionEvent> kinds(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::event).toList();
    }

    static NewEvent created() {
        return new NewEvent(new SessionEvent.Created(), context("ann"));
    }

    static NewEvent switched(String platform) {
        return new NewEvent(new SessionEvent.PlatformSwitched(platform), context("ann"));
    }

    static EventContext context(@Nullable String user) {
        return new EventContext("/", "node-1", "handle", user, null, null);
    }

    static SessionId newId() {
        return TestWrite.newId();
    }

    static TestWrite write(SessionId id, long expectedVersion) {
        return new TestWrite(id, expectedVersion);
    }
}
