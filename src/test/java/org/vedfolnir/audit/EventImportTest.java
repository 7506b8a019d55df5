package org.vedfolnir.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;

/** The import reports failures, sets aside rejected events, and leaves waiting events in the feed. */
class EventImportTest {

    private final Feed feed = new Feed();
    private final Trail trail = new Trail();
    private final Letters letters = new Letters();
    private final EventImport mover = new EventImport(trail, letters);

    /** A feed that may fail. */
    private static final class Feed implements EventFeed {

        private final List<RecordedEvent> waiting = new ArrayList<>();
        private boolean away;

        @Override
        public List<RecordedEvent> read(int most) {
            answer();
            return waiting.stream().limit(most).toList();
        }

        @Override
        public void acknowledge(Collection<String> places) {
            answer();
            waiting.removeIf(event -> places.contains(event.place()));
        }

        private void answer() {
            if (away) {
                throw new IllegalStateException(
                        "Redis at cache:6379 did not answer within 250 ms; the session may still exist. Check REDIS_URL and the network.");
            }
        }

        @Override
        public Optional<Instant> oldest() {
            return waiting.stream().map(RecordedEvent::at).findFirst();
        }

        @Override
        public String generation() {
            return "one";
        }
    }

    /** A trail whose database fails for some events. */
    private static final class Trail extends AuditTrail {

        private final List<RecordedEvent> written = new ArrayList<>();
        private Predicate<RecordedEvent> fails = event -> false;
        private String state = "08006";
        private @Nullable RuntimeException bug;

        @Override
        public void write(List<RecordedEvent> events) {
            if (bug != null && events.stream().anyMatch(fails)) {
                throw bug;
            }
            if (events.stream().anyMatch(fails)) {
                throw new PersistenceException(new SQLException("it is so\n  Detail: one", state));
            }
            written.addAll(events);
        }
    }

    private static final class Letters extends DeadLetters {

        private final List<RecordedEvent> aside = new ArrayList<>();

        @Override
        void add(RecordedEvent event, Throwable error) {
            aside.add(event);
        }
    }

    private void record(int count) {
        for (var i = 0; i < count; i++) {
            feed.waiting.add(new RecordedEvent(
                    i + "-0",
                    "id." + i,
                    Instant.EPOCH,
                    1,
                    new SessionEvent.AccessRefused(Integer.toString(i)),
                    new EventContext("/", "a", null, null, null, null)));
        }
    }

    @Test
    void namesTheStoreIfItFails() {
        feed.away = true;
        assertThatThrownBy(() -> mover.moveSome(feed))
                .hasMessageContaining("the events cannot be read from the store (Redis at cache:6379")
                .hasMessageContaining("the network). ")
                .hasMessageContaining("Check Redis")
                .hasMessageNotContainingAny("database", "nothing is lost", "..", ".)");
    }

    @Test
    void namesAFailingDatabaseAndKeepsTheWaitingEvents() {
        record(3);
        trail.fails = event -> true;
        assertThatThrownBy(() -> mover.moveSome(feed))
                .hasMessageContaining("the database does not accept events (it is so; Detail: one)")
                .hasMessageContaining("Check the database")
                .hasMessageNotContainingAny("nothing is lost", "..");
        assertThat(feed.waiting).hasSize(3);
        assertThat(letters.aside).isEmpty();
    }

    @Test
    void keepsEventsInTheFeedIfARightIsMissingOrTheDiskIsFull() {
        record(3);
        trail.fails = event -> event.id().equals("id.1");
        for (var state : List.of("42501", "53100", "25006", "57014", "40001")) {
            trail.state = state;
            assertThatThrownBy(() -> mover.moveSome(feed)).as(state).isInstanceOf(EventImport.MoveException.class);
        }
        assertThat(letters.aside).isEmpty();
        assertThat(feed.waiting).hasSize(3);
    }

    @Test
    void setsAsideAnEventThatCausesAFailure() throws Exception {
        record(3);
        trail.fails = event -> event.id().equals("id.1");
        trail.bug = new PersistenceException(new IllegalStateException("No conversion value provided for the value"));
        while (mover.moveSome(feed)) {
            // the next batch
        }
        assertThat(feed.waiting).isEmpty();
        assertThat(letters.aside).extracting(RecordedEvent::id).containsExactly("id.1");
        assertThat(trail.written).hasSize(2);
    }

    @Test
    void keepsEventsInTheFeedIfASettingIsInvalid() {
        record(3);
        trail.fails = event -> true;
        trail.bug = new AuditTrailUnusableException("The setting auditAddress is 'x'");
        assertThatThrownBy(() -> mover.moveSome(feed)).hasMessageContaining("auditAddress");
        assertThat(letters.aside).isEmpty();
        assertThat(feed.waiting).hasSize(3);
    }

    @Test
    void setsAsideAWholeBatchThatTheDatabaseRejects() throws Exception {
        record(400);
        trail.state = "22021";
        trail.fails = event -> Integer.parseInt(event.id().substring(3)) < 300;
        while (mover.moveSome(feed)) {
            // the next batch
        }
        assertThat(feed.waiting).isEmpty();
        assertThat(letters.aside).hasSize(300);
        assertThat(trail.written).hasSize(100);
    }
}
