package org.vedfolnir.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.event.SessionStatus;

/** The contract of lookups over many sessions: statuses, lists, handles, and the sessions of a user with their limit. */
public abstract class IndexContract extends ExpiryContract {

    @Test
    void reportsTheStatusOfEachSession() {
        var ended = newId();
        var moved = newId();
        var now = related(moved);
        create(id);
        create(ended);
        store().sessions()
                .end(ended, new NewEvent(new SessionEvent.Ended(EndReason.ENDED_BY_OPERATOR), context("ann")));
        create(moved);
        store().sessions().save(write(now, 1).before(moved).build());

        var statuses = other().index().statuses(List.of(id, newId(), ended, moved, now));
        assertThat(statuses).hasSize(5);
        assertThat(live(statuses.get(0)).version()).isEqualTo(1);
        assertThat(statuses.get(1)).isEqualTo(new SessionStatus.Gone());
        assertThat(statuses.get(2)).isEqualTo(new SessionStatus.Ended(EndReason.ENDED_BY_OPERATOR));
        assertThat(statuses.get(3)).isEqualTo(new SessionStatus.Moved());
        assertThat(live(statuses.get(4)).version()).isEqualTo(2);
        assertThat(store().index().statuses(List.of())).isEmpty();
    }

    @Test
    void doesNotMoveTheEndIfTheStatusIsRead() throws Exception {
        create(id);
        within(Duration.ofSeconds(5), () -> left(id).toMillis() < IDLE - TOUCH.toMillis() - 50);
        var left = left(id);

        assertThat(left(id)).isPositive().isLessThanOrEqualTo(left);
        within(
                Duration.ofSeconds(5),
                () -> store().index().statuses(List.of(id)).equals(List.of(new SessionStatus.Gone())));
    }

    @Test
    void reportsNoEndOrAnAbsoluteEnd() {
        var bounded = newId();
        store().sessions().save(write(id, 0).idle(0).build());
        store().sessions().save(write(bounded, 0).until(store().now() + 300).build());

        assertThat(store().index().statuses(List.of(id)))
                .isEqualTo(List.of(new SessionStatus.Live(1, Optional.empty(), Duration.ZERO)));
        assertThat(left(bounded)).isBetween(Duration.ZERO, Duration.ofMillis(300));
    }

    @Test
    void reportsForHowLongASessionWasUnused() throws Exception {
        create(id);
        within(Duration.ofSeconds(5), () -> unused(id).compareTo(TOUCH.plusMillis(50)) > 0);

        other().sessions().open(id, DocumentTag.NONE);

        assertThat(unused(id)).isLessThan(TOUCH.plusMillis(50));
    }

    private Duration unused(SessionId of) {
        return live(store().index().statuses(List.of(of)).get(0)).unused();
    }

    @Test
    void readsSeveralSessionsWithoutUsingThem() throws Exception {
        var document = create(id);
        var second = newId();
        var newest = create(second);
        var ended = newId();
        create(ended);
        store().sessions().end(ended, ended("ann"));
        within(Duration.ofSeconds(5), () -> left(id).toMillis() < IDLE - TOUCH.toMillis() - 50);
        var left = left(id);

        var found = other().index().peek(List.of(second, ended, newId(), id));

        assertThat(found).containsOnlyKeys(second, id);
        var first = Objects.requireNonNull(found.get(id));
        assertThat(first.document()).isEqualTo(document);
        assertThat(first.lastAccess()).isLessThan(store().now() - TOUCH.toMillis());
        assertThat(Objects.requireNonNull(found.get(second)).document()).isEqualTo(newest);
        assertThat(left(id)).isLessThanOrEqualTo(left);
        assertThat(store().index().peek(List.of())).isEmpty();
    }

    private Duration left(SessionId of) {
        return live(store().index().statuses(List.of(of)).get(0)).left().orElseThrow();
    }

    private static SessionStatus.Live live(SessionStatus status) {
        assertThat(status).isInstanceOf(SessionStatus.Live.class);
        return (SessionStatus.Live) status;
    }

    @Test
    void countsAndListsSessionsThatHaveAnEnd() throws Exception {
        var before = store().index().count().sessions();
        var other = newId();
        create(id);
        create(other);

        assertThat(other().index().count().sessions()).isEqualTo(before + 2);
        var listed = new ArrayList<SessionId>();
        for (var from = 0; from < before + 2; from++) {
            listed.addAll(store().index().list(from, 1));
        }
        assertThat(listed).contains(id, other).doesNotHaveDuplicates().hasSize((int) before + 2);
        assertThat(store().index().list((int) before + 2, 10)).isEmpty();
        other().sessions().end(id, ended("ann"));
        // Redis Cluster updates an index a moment later
        within(Duration.ofSeconds(5), () -> !store().index().list(0, 1000).contains(id));
        assertThat(store().index().list(0, 1000)).contains(other);
    }

    @Test
    void findsASessionByItsHandleAfterAnIdChange() {
        create(id);
        assertThat(store().placement().idOf("handle-of-" + id.value())).isEmpty();
        var second = related(id);
        var third = related(id);
        var handle = "handle-of-" + id.value();

        store().sessions().save(write(second, 1).before(id).handle(handle).build());
        assertThat(other().placement().idOf(handle)).contains(second);
        store().sessions().save(write(third, 2).before(second).handle(handle).build());

        assertThat(other().placement().idOf(handle)).contains(third);
        assertThat(store().placement().idOf("another handle")).isEmpty();
    }

    @Test
    void listsTheLiveSessionsOfAUser() throws Exception {
        create(id);
        var second = newId();
        store().sessions().save(write(second, 0).idle(60_000).user("ann").build());
        var dead = newId();
        store().sessions().save(write(dead, 0).user("ann").build());
        store().sessions().end(dead, ended("ann"));
        store().sessions().save(write(newId(), 0).user("bob").build());

        assertThat(other().index().sessionsOf("ann")).containsExactlyInAnyOrder(id, second);

        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());
        assertThat(other().index().sessionsOf("ann")).containsExactly(second);
        assertThat(other().index().sessionsOf("nobody")).isEmpty();
    }

    @Test
    void removesASessionFromItsFormerUser() {
        create(id);

        store().sessions().save(write(id, 1).user("bob").formerUser("ann").build());
        assertThat(store().index().sessionsOf("ann")).isEmpty();
        assertThat(store().index().sessionsOf("bob")).containsExactly(id);

        store().sessions().save(write(id, 2).user(null).formerUser("bob").build());
        assertThat(store().index().sessionsOf("bob")).isEmpty();
    }

    @Test
    void rejectsASessionBeyondTheLimitAndNamesTheOneUnusedLongest() throws Exception {
        var first = limited(newId(), 0);
        pass(TOUCH.plusMillis(50));
        var second = limited(newId(), 0);
        pass(TOUCH.plusMillis(50));
        store().sessions().open(first.id(), DocumentTag.NONE);

        var refused = write(newId(), 0)
                .idle(60_000)
                .user("ann")
                .mostSessions(2)
                .events(created())
                .build();
        assertThat(other().sessions().save(refused)).isInstanceOfSatisfying(SaveResult.Full.class, full -> {
            assertThat(full.oldest()).isEqualTo(second.id());
            assertThat(full.document()).isEqualTo(second.document());
        });
        assertThat(store().sessions().peek(refused.id())).isEmpty();
        assertThat(store().events().read(10)).isEmpty();

        store().sessions().end(second.id(), ended("ann"));
        assertThat(other().sessions().save(refused)).isInstanceOf(SaveResult.Saved.class);
        assertThat(store().index().sessionsOf("ann")).containsExactlyInAnyOrder(first.id(), refused.id());
    }

    @Test
    void countsOnlyOtherLiveSessionsOfTheUserForTheLimit() throws Exception {
        var brief = write(newId(), 0).user("ann").mostSessions(2).build();
        store().sessions().save(brief);
        var kept = limited(newId(), 0);
        within(Duration.ofSeconds(5), () -> store().sessions().peek(brief.id()).isEmpty());

        var next = related(kept.id());
        assertThat(store().sessions()
                        .save(write(next, 1)
                                .before(kept.id())
                                .idle(60_000)
                                .user("ann")
                                .formerUser("ann")
                                .mostSessions(1)
                                .build()))
                .as("a new id of the same session, and an expired session")
                .isInstanceOf(SaveResult.Saved.class);
        assertThat(store().sessions()
                        .save(write(newId(), 0)
                                .idle(60_000)
                                .user("bob")
                                .mostSessions(1)
                                .build()))
                .isInstanceOf(SaveResult.Saved.class);
        assertThat(store().sessions()
                        .save(write(newId(), 0)
                                .idle(60_000)
                                .user("ann")
                                .mostSessions(1)
                                .build()))
                .isInstanceOf(SaveResult.Full.class);
    }

    private SessionWrite limited(SessionId created, int expected) {
        var write = write(created, expected)
                .idle(60_000)
                .user("ann")
                .mostSessions(2)
                .build();
        assertThat(store().sessions().save(write)).isInstanceOf(SaveResult.Saved.class);
        return write;
    }

    @Test
    void repairsAnEntryOfAnEndedSessionIfTheIndexOfAUserIsRead() {
        create(id);
        store().sessions().end(id, new NewEvent(new SessionEvent.Ended(EndReason.INVALIDATED), context(null)));

        assertThat(store().index().sessionsOf("ann")).isEmpty();
    }
}
