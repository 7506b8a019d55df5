package org.vedfolnir.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;

/** The contract of events for every store. */
public abstract class EventContract {

    protected static final Duration DEAD_AFTER = Duration.ofMillis(400);
    /** Time for which the store adds up rejections of one kind and network before it writes one event. */
    protected static final Duration SUM = Duration.ofMillis(600);

    /** A store with fresh data. Every call of one test returns the same store. */
    protected abstract Store store();

    /** A second node with the same data. */
    protected abstract Store other();

    /** The second node after a restart: a new process with the same name. */
    protected abstract Store otherRestarted();

    /** Waits until a condition holds, while the store's time passes. */
    protected abstract void within(Duration time, Callable<Boolean> condition) throws Exception;

    /** Lets the store's time pass. */
    protected void pass(Duration time) throws Exception {
        var until = store().now() + time.toMillis();
        within(time.plusSeconds(5), () -> store().now() >= until);
    }

    @Test
    void returnsAnEventAsItWasRecorded() {
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
    void recordsEventsWithTheirChangeAndInOrder() {
        var id = newId();
        store().sessions()
                .save(write(id, 0)
                        .events(created(), switched("1"), switched("2"))
                        .build());

        assertThat(kinds(store().events().read(10)))
                .containsExactly(
                        created().event(), switched("1").event(), switched("2").event());
    }

    @Test
    void deliversAnUnacknowledgedEventToTheSameReaderAgain() {
        record("1", "2");
        var first = store().events().read(10);

        assertThat(store().events().read(10)).isEqualTo(first).hasSize(2);
    }

    @Test
    void neverDeliversAnAcknowledgedEventAgain() throws Exception {
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
    void deliversAnEventToOneOfTwoReaders() {
        record("1", "2");
        var mine = store().events().read(1);
        var others = other().events().read(10);

        assertThat(kinds(mine)).containsExactly(switched("1").event());
        assertThat(kinds(others)).containsExactly(switched("2").event());
    }

    @Test
    void deliversTheEventsOfADeadReaderToAnother() throws Exception {
        record("1");
        var taken = other().events().read(10);
        assertThat(store().events().read(10)).isEmpty();

        within(Duration.ofSeconds(5), () -> !store().events().read(10).isEmpty());

        assertThat(store().events().read(10)).isEqualTo(taken);
    }

    @Test
    void deliversTheEventsOfARestartedReaderToItAtOnce() {
        record("1");
        var taken = other().events().read(10);

        assertThat(otherRestarted().events().read(10)).isEqualTo(taken).hasSize(1);
    }

    @Test
    void deliversNewEventsWhileOldOnesAreUnacknowledged() {
        record("1");
        store().events().read(1);
        record("2", "3");

        assertThat(kinds(store().events().read(2)))
                .containsExactly(switched("1").event(), switched("2").event());
    }

    @Test
    void reportsTheOldestUnacknowledgedEvent() {
        record("1", "2");
        var read = other().events().read(2);

        assertThat(store().events().oldest()).contains(read.get(0).at());
        other().events().acknowledge(places(read));
        assertThat(store().events().oldest()).isEmpty();
    }

    @Test
    void returnsASumAndItsIdAsTheyWereRecorded() {
        var sum = new NewEvent("sum.1", 71, new SessionEvent.AccessRefused("cross-site request"), context(null));
        store().record(sum);

        assertThat(store().events().read(1)).singleElement().satisfies(read -> {
            assertThat(read.id()).isEqualTo("sum.1");
            assertThat(read.count()).isEqualTo(71);
        });
    }

    @Test
    void recordsTwoEventsForAnyNumberOfRejectionsOfAStrangerOnAllNodes() throws Exception {
        refuse("cross-site request", null, "203.0.113.7", 1);
        refuse("cross-site request", null, "203.0.113.8", 200);
        var first = store().events().read(300);
        assertThat(first).singleElement().satisfies(read -> {
            assertThat(read.count()).isEqualTo(1);
            assertThat(read.context().address()).isEqualTo("203.0.113.7");
        });
        store().events().acknowledge(places(first));

        assertThat(next()).singleElement().satisfies(read -> {
            assertThat(read.count()).isEqualTo(200);
            assertThat(read.id()).isNotEqualTo(first.get(0).id());
            assertThat(read.event()).isEqualTo(new SessionEvent.AccessRefused("cross-site request"));
            assertThat(read.context().address()).as("network").isEqualTo("203.0.113.x");
            assertThat(read.context().application()).isEqualTo("/");
        });
    }

    @Test
    void recordsOneEventPerPeriodWhileRejectionsContinue() throws Exception {
        refuse("role admin", "ann", "203.0.113.7", 2);
        store().events().acknowledge(places(store().events().read(10)));
        var second = next();
        store().events().acknowledge(places(second));
        refuse("role admin", "ann", "198.51.100.1", 3);
        assertThat(store().events().read(10))
                .as("events before the period ends")
                .isEmpty();

        assertThat(next()).singleElement().satisfies(read -> {
            assertThat(read.count()).isEqualTo(3);
            assertThat(read.context().user()).isEqualTo("ann");
            assertThat(read.id()).isNotEqualTo(second.get(0).id());
        });
    }

    @Test
    void recordsARejectionAtOnceAfterAPeriodWithoutOne() throws Exception {
        refuse("role admin", "ann", "203.0.113.7", 1);
        store().events().acknowledge(places(store().events().read(10)));
        pass(SUM.multipliedBy(2));
        assertThat(store().events().read(10)).isEmpty();

        refuse("role admin", "ann", "203.0.113.7", 1);
        assertThat(store().events().read(10)).hasSize(1);
    }

    @Test
    void recordsRejectionsOfOtherKindsNetworksAndUsersSeparately() {
        refuse("cross-site request", null, "203.0.113.7", 1);
        refuse("cross-site request", null, "198.51.100.7", 1);
        refuse("cross-site request", null, "2001:db8:1:2::7", 1);
        refuse("cross-site request", "ann", "203.0.113.7", 1);
        refuse("role admin", null, "203.0.113.7", 1);
        store().record(new NewEvent(new SessionEvent.SignInFailed("role admin"), context(null, "203.0.113.7")));

        assertThat(store().events().read(10)).hasSize(6).allSatisfy(read -> assertThat(read.count())
                .isEqualTo(1));
    }

    @Test
    void countsARejectionThatIsSentTwiceOnce() throws Exception {
        refuse("role admin", "ann", "203.0.113.7", 1);
        var refusal = new NewEvent(new SessionEvent.AccessRefused("role admin"), context("ann", "203.0.113.7"));
        store().record(refusal);
        store().record(refusal);
        store().events().acknowledge(places(store().events().read(10)));

        assertThat(next()).singleElement().satisfies(read -> assertThat(read.count())
                .isEqualTo(1));
    }

    @Test
    void boundsTheEventsOfAStrangerWithManyNetworks() throws Exception {
        for (var i = 0; i < 600; i++) {
            refuse("cross-site request", null, "10." + i / 256 + "." + i % 256 + ".1", 1);
        }
        var events = new ArrayList<>(store().events().read(1000));
        store().events().acknowledge(places(events));
        pass(SUM.plusMillis(50));
        events.addAll(store().events().read(1000));

        assertThat(events).hasSizeLessThan(300);
        assertThat(events.stream().mapToLong(RecordedEvent::count).sum()).isEqualTo(600);
    }

    @Test
    void keepsTheAddressOfOtherUsersIfOneUserCausesManyKinds() throws Exception {
        for (var i = 0; i < 300; i++) {
            refuse("kind " + i, "ann", "203.0.113.7", 1);
        }
        refuse("cross-site request", null, "198.51.100.7", 2);
        var events = new ArrayList<>(store().events().read(1000));
        assertThat(events).hasSizeLessThan(200);
        store().events().acknowledge(places(events));
        pass(SUM.plusMillis(50));

        assertThat(store().events().read(1000))
                .filteredOn(read -> "198.51.100.x".equals(read.context().address()))
                .singleElement()
                .satisfies(read -> {
                    assertThat(read.count()).isEqualTo(1);
                    assertThat(read.event()).isEqualTo(new SessionEvent.AccessRefused("many kinds"));
                    assertThat(read.context().application()).isEqualTo("/");
                });
    }

    @Test
    void countsUnknownBrowsersOfOneUserInOneSum() throws Exception {
        for (var i = 0; i < 50; i++) {
            store().record(new NewEvent(new SessionEvent.Anomaly("program " + i), context("ann", "203.0.113.7")));
        }
        var first = store().events().read(100);
        assertThat(kinds(first)).containsExactly(new SessionEvent.Anomaly("program 0"));
        store().events().acknowledge(places(first));

        assertThat(next()).singleElement().satisfies(read -> {
            assertThat(read.count()).isEqualTo(49);
            assertThat(read.event()).isEqualTo(new SessionEvent.Anomaly("other browsers"));
            assertThat(read.context().user()).isEqualTo("ann");
        });
    }

    @Test
    void deliversNewEventsDespiteEventsThatFailEachTime() {
        record("1", "2", "3", "4", "5", "6", "7", "8");
        var poison = store().events().read(8);
        assertThat(store().events().read(8)).isEqualTo(poison);
        record("new");

        var read = store().events().read(8);
        assertThat(kinds(read))
                .hasSize(8)
                .contains(switched("1").event(), switched("new").event());
        assertThat(read).as("delivered places").doesNotHaveDuplicates();
    }

    private void refuse(String reason, @Nullable String user, String address, int times) {
        for (var i = 0; i < times; i++) {
            var node = i % 2 == 0 ? store() : other();
            node.record(new NewEvent(new SessionEvent.AccessRefused(reason), context(user, address)));
        }
    }

    private static EventContext context(@Nullable String user, String address) {
        return new EventContext("/", "node-1", null, user, address, "agent");
    }

    /** Waits for the next events and acknowledges nothing. */
    private List<RecordedEvent> next() throws Exception {
        within(Duration.ofSeconds(5), () -> !store().events().read(10).isEmpty());
        return store().events().read(10);
    }

    @Test
    void reportsTheSameGenerationOnAllNodes() {
        assertThat(store().events().generation())
                .isNotEmpty()
                .isEqualTo(other().events().generation())
                .isEqualTo(store().events().generation());
    }

    @Test
    void returnsNoEventsIfThereAreNone() {
        assertThat(store().events().read(10)).isEmpty();
        store().events().acknowledge(List.of());
    }

    private void record(String... platforms) {
        for (var platform : platforms) {
            store().record(switched(platform));
        }
    }

    protected static List<String> places(List<RecordedEvent> events) {
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
