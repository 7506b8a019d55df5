package org.vedfolnir.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.failure.SessionMovedException;

/**
 * What every store of sessions promises; its events are in {@link EventContract}, sign-ons in {@link SignOnContract}. The stores are made with the times below; time passes
 * as {@link #within} waits.
 */
public abstract class StoreContract extends ThrottleContract {

    protected static final Duration TOUCH = Duration.ofMillis(200);
    protected static final long IDLE = 600;

    private final SessionId id = newId();

    /** An id that the session of another one can get. */
    protected SessionId related(SessionId to) {
        return Stream.generate(TestWrite::newId)
                .filter(each -> store().placement().inOneStep(to, each))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void opensWhatWasSaved() {
        var document = create(id);

        assertThat(store().sessions().open(id, DocumentTag.NONE))
                .isInstanceOfSatisfying(OpenResult.Changed.class, changed -> {
                    assertThat(changed.session().version()).isEqualTo(1);
                    assertThat(changed.session().document()).isEqualTo(document);
                });
    }

    @Test
    void doesNotSendADocumentThatTheCallerHolds() {
        var document = create(id);

        assertThat(other().sessions().open(id, DocumentTag.of(document, 0))).isInstanceOf(OpenResult.Unchanged.class);
    }

    @Test
    void anotherDocumentOfTheSameVersionIsNotTheOneThatTheCallerHolds() {
        create(id);
        var lostInAFailover = write(id, 0).build().document();

        assertThat(store().sessions().open(id, DocumentTag.of(lostInAFailover, IDLE)))
                .isInstanceOf(OpenResult.Changed.class);
    }

    @Test
    void aChangeOfAnotherDocumentOfTheSameVersionIsNotSavedOverThisOne() {
        var document = create(id);
        var lostInAFailover = write(id, 0).build().document();

        var answer = store().sessions()
                .save(write(id, 1).base(DocumentTag.of(lostInAFailover, IDLE)).build());

        assertThat(answer).isInstanceOfSatisfying(SaveResult.Stale.class, stale -> assertThat(
                        stale.current().document())
                .isEqualTo(document));
        assertThat(document(store().sessions().peek(id))).isEqualTo(document);
    }

    @Test
    void aChangeOfTheDocumentThatIsThereIsSaved() {
        var first = create(id);
        var second = write(id, 1).base(DocumentTag.of(first, IDLE)).build();
        var third = write(id, 2).base(DocumentTag.of(second.document(), 0)).build();

        assertThat(store().sessions().save(second)).isInstanceOf(SaveResult.Saved.class);
        assertThat(other().sessions().save(third)).isInstanceOf(SaveResult.Saved.class);

        assertThat(document(store().sessions().peek(id))).isEqualTo(third.document());
    }

    @Test
    void hasNoSessionThatNobodyCreated() {
        assertThat(store().sessions().open(id, DocumentTag.NONE)).isEqualTo(new OpenResult.Gone());
        assertThat(store().sessions().peek(id)).isEmpty();
        assertThat(store().sessions().end(id, ended("nobody"))).isFalse();
        assertThat(store().sessions().save(write(id, 1).build())).isEqualTo(new SaveResult.Gone());
    }

    @Test
    void doesNotCreateASessionOverAnother() {
        var document = create(id);

        assertThat(other().sessions().save(write(id, 0).text("another").build()))
                .isEqualTo(new SaveResult.Gone());
        assertThat(document(store().sessions().peek(id))).isEqualTo(document);
    }

    @Test
    void savingTwiceIsSavingOnce() {
        var write = write(id, 0).events(created()).build();

        assertThat(store().sessions().save(write)).isInstanceOf(SaveResult.Saved.class);
        assertThat(store().sessions().save(write)).isInstanceOf(SaveResult.Saved.class);
        assertThat(store().events().read(10)).hasSize(1);
        assertThat(version(store().sessions().peek(id))).isEqualTo(1);
    }

    @Test
    void aLostRaceAnswersTheCurrentDocumentAndRecordsNothing() {
        create(id);
        var faster = write(id, 1).text("faster").build();
        store().sessions().save(faster);

        var answer = other().sessions()
                .save(write(id, 1).text("slower").events(created()).build());

        assertThat(answer).isInstanceOfSatisfying(SaveResult.Stale.class, stale -> {
            assertThat(stale.current().version()).isEqualTo(2);
            assertThat(stale.current().document()).isEqualTo(faster.document());
        });
        assertThat(document(store().sessions().peek(id))).isEqualTo(faster.document());
        assertThat(store().events().read(10)).isEmpty();
    }

    @Test
    void tellsHowSessionsStand() {
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
    void askingHowASessionStandsDoesNotUseIt() throws Exception {
        create(id);
        within(Duration.ofSeconds(5), () -> left(id).toMillis() < IDLE - TOUCH.toMillis() - 50);
        var left = left(id);

        assertThat(left(id)).isPositive().isLessThanOrEqualTo(left);
        within(
                Duration.ofSeconds(5),
                () -> store().index().statuses(List.of(id)).equals(List.of(new SessionStatus.Gone())));
    }

    @Test
    void tellsThatASessionHasNoEndOrAnAbsoluteOne() {
        var bounded = newId();
        store().sessions().save(write(id, 0).idle(0).build());
        store().sessions().save(write(bounded, 0).until(store().now() + 300).build());

        assertThat(store().index().statuses(List.of(id)))
                .isEqualTo(List.of(new SessionStatus.Live(1, Optional.empty(), Duration.ZERO)));
        assertThat(left(bounded)).isBetween(Duration.ZERO, Duration.ofMillis(300));
    }

    @Test
    void tellsForHowLongASessionWasNotUsed() throws Exception {
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
        assertThat(found.get(id))
                .extracting(StoredSession::document, StoredSession::lastAccess)
                .satisfiesExactly(read -> assertThat(read).isEqualTo(document), used -> assertThat((Long) used)
                        .isLessThan(store().now() - TOUCH.toMillis()));
        assertThat(found.get(second)).extracting(StoredSession::document).isEqualTo(newest);
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
    void anEndedSessionCannotBeSavedAtAnyVersion() {
        create(id);
        store().sessions().save(write(id, 1).build());

        assertThat(other().sessions().end(id, ended("ann"))).isTrue();

        for (var version = 1; version < 5; version++) {
            assertThat(store().sessions()
                            .save(write(id, version).events(created()).build()))
                    .isEqualTo(new SaveResult.Gone());
        }
        assertThat(store().sessions().open(id, DocumentTag.NONE)).isEqualTo(new OpenResult.Gone());
        assertThat(store().events().read(10))
                .extracting(each -> each.event())
                .containsExactly(ended("ann").event());
    }

    @Test
    void countsAndListsSessionsThatAreToEnd() throws Exception {
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
        // on Redis Cluster an index is told a moment later
        within(Duration.ofSeconds(5), () -> !store().index().list(0, 1000).contains(id));
        assertThat(store().index().list(0, 1000)).contains(other);
    }

    @Test
    void endsASessionOnce() {
        create(id);

        assertThat(store().sessions().end(id, ended("ann"))).isTrue();
        assertThat(other().sessions().end(id, ended("ann"))).isFalse();
        assertThat(store().events().read(10)).hasSize(1);
    }

    @Test
    void anIdChangeMovesTheSessionAndKillsTheOldId() {
        create(id);
        var next = related(id);

        assertThat(store().sessions()
                        .save(write(next, 1)
                                .before(id)
                                .user("ann")
                                .formerUser("ann")
                                .build()))
                .isInstanceOf(SaveResult.Saved.class);

        assertThat(other().sessions().open(id, DocumentTag.NONE)).isEqualTo(new OpenResult.Gone());
        assertThat(version(other().sessions().peek(next))).isEqualTo(2);
        assertThat(other().index().sessionsOf("ann")).containsExactly(next);
    }

    /** A request under the old id must not be told that it changed or ended something. */
    @Test
    void whoeverComesUnderAnIdThatChangedIsToldToComeAgain() {
        create(id);
        var next = related(id);
        store().sessions().save(write(next, 1).before(id).build());
        store().events()
                .acknowledge(store().events().read(10).stream()
                        .map(RecordedEvent::id)
                        .toList());

        assertThatThrownBy(() ->
                        other().sessions().save(write(id, 1).events(created()).build()))
                .isInstanceOf(SessionMovedException.class);
        assertThatThrownBy(() -> other().sessions().end(id, ended("ann"))).isInstanceOf(SessionMovedException.class);

        assertThat(version(store().sessions().peek(next))).isEqualTo(2);
        assertThat(store().sessions().peek(id)).isEmpty();
        assertThat(store().events().read(10)).isEmpty();
    }

    @Test
    void partsAreWrittenReplacedAndDroppedWithTheirDocument() {
        store().sessions()
                .save(write(id, 0)
                        .parts(3, Map.of(1, "one", 2, "two", 3, "three"))
                        .build());

        assertThat(texts(other().sessions().parts(id, List.of(1, 2, 3, 4))))
                .isEqualTo(Map.of(1, "one", 2, "two", 3, "three"));
        store().sessions().save(write(id, 1).parts(3, Map.of(3, "new"), 1).build());

        assertThat(texts(other().sessions().parts(id, List.of(1, 2, 3)))).isEqualTo(Map.of(2, "two", 3, "new"));
        assertThat(other().sessions().parts(newId(), List.of(1))).isEmpty();
    }

    @Test
    void aLostRaceChangesNoPart() {
        store().sessions().save(write(id, 0).parts(1, Map.of(1, "one")).build());
        store().sessions().save(write(id, 1).parts(1, Map.of(1, "faster")).build());

        assertThat(other().sessions()
                        .save(write(id, 1)
                                .parts(2, Map.of(1, "slower", 2, "two"))
                                .build()))
                .isInstanceOf(SaveResult.Stale.class);

        assertThat(texts(store().sessions().parts(id, List.of(1, 2)))).isEqualTo(Map.of(1, "faster"));
    }

    @Test
    void partsFollowAnIdChangeAlsoThoseThatItReplaces() {
        store().sessions()
                .save(write(id, 0).parts(2, Map.of(1, "one", 2, "two")).build());
        var next = related(id);

        store().sessions()
                .save(write(next, 1)
                        .before(id)
                        .parts(3, Map.of(2, "new", 3, "three"))
                        .build());

        assertThat(texts(store().sessions().parts(next, List.of(1, 2, 3))))
                .isEqualTo(Map.of(1, "one", 2, "new", 3, "three"));
        assertThat(store().sessions().parts(id, List.of(1, 2, 3))).isEmpty();
    }

    @Test
    void whoEndsASessionTakesThePartsThatItWants() {
        store().sessions()
                .save(write(id, 0).parts(2, Map.of(1, "one", 2, "two")).build());

        assertThat(texts(other().sessions().end(id, ended("ann"), List.of(2, 7)).orElseThrow()))
                .isEqualTo(Map.of(2, "two"));
        assertThat(store().sessions().end(id, ended("ann"), List.of(1))).isEmpty();
        assertThat(store().sessions().parts(id, List.of(1, 2))).isEmpty();
    }

    @Test
    void anExpiredSessionComesWithItsParts() throws Exception {
        store().sessions()
                .save(write(id, 0).parts(2, Map.of(1, "one", 2, "two")).build());
        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        assertThat(store().sessions().expire(10, each -> ended("ann")))
                .singleElement()
                .satisfies(expired -> assertThat(texts(expired.parts())).isEqualTo(Map.of(1, "one", 2, "two")));
        assertThat(store().sessions().parts(id, List.of(1, 2))).isEmpty();
    }

    private static Map<Integer, String> texts(Map<Integer, byte[]> parts) {
        var texts = new HashMap<Integer, String>();
        parts.forEach((number, value) -> texts.put(number, new String(value, StandardCharsets.UTF_8)));
        return texts;
    }

    @Test
    void useMovesTheEndButNotMoreOftenThanTheTouchInterval() throws Exception {
        store().sessions().save(write(id, 0).idle(60_000).build());
        var first = lastAccess(store().sessions().peek(id));

        pass(TOUCH.dividedBy(3));
        store().sessions().open(id, DocumentTag.NONE);
        var soon = lastAccess(store().sessions().peek(id));
        pass(TOUCH);
        store().sessions().open(id, DocumentTag.NONE);

        assertThat(soon).isCloseTo(first, Offset.offset(20L));
        assertThat(lastAccess(store().sessions().peek(id))).isGreaterThanOrEqualTo(first + TOUCH.toMillis());
    }

    /** The use is too soon after the first to be recorded, or may be. */
    @Test
    void aSessionLivesForItsIdleTimeoutFromItsLastUseOnAtLeast() throws Exception {
        for (var soon : new long[] {30, 50, 70, 100, 150}) {
            var used = newId();
            create(used);
            pass(Duration.ofMillis(soon));
            store().sessions().open(used, DocumentTag.NONE);
            var since = store().now();

            within(Duration.ofSeconds(5), () -> store().sessions().peek(used).isEmpty());

            assertThat(store().now() - since).as("used after %d ms", soon).isGreaterThanOrEqualTo(IDLE);
        }
    }

    @Test
    void aSessionIsFoundByItsHandleOnceItHasChangedItsId() {
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
    void aSessionInUseOutlivesItsIdleTimeoutAndAnUnusedOneDoesNot() throws Exception {
        create(id);
        for (var i = 0; i < 8; i++) {
            pass(Duration.ofMillis(IDLE / 4));
            assertThat(store().sessions().open(id, DocumentTag.NONE)).isInstanceOf(OpenResult.Changed.class);
        }

        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        assertThat(store().sessions().open(id, DocumentTag.NONE)).isEqualTo(new OpenResult.Gone());
        assertThat(store().sessions().save(write(id, 1).build())).isEqualTo(new SaveResult.Gone());
    }

    @Test
    void whatTheCallerHoldsOutlivesItsIdleTimeoutInUseAndOnlyThen() throws Exception {
        var held = DocumentTag.of(create(id), IDLE);
        for (var i = 0; i < 8; i++) {
            pass(Duration.ofMillis(IDLE / 4));
            assertThat(store().sessions().open(id, held)).isInstanceOf(OpenResult.Unchanged.class);
        }

        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        assertThat(store().sessions().open(id, held)).isEqualTo(new OpenResult.Gone());
        assertThat(store().sessions().save(write(id, 1).base(held).build())).isEqualTo(new SaveResult.Gone());
    }

    @Test
    void aSaveOfWhatTheCallerHoldsMovesTheEnd() throws Exception {
        var held = DocumentTag.of(create(id), IDLE);
        pass(Duration.ofMillis(IDLE / 2));

        store().sessions().save(write(id, 1).base(held).build());
        pass(Duration.ofMillis(IDLE * 2 / 3));

        assertThat(store().sessions().peek(id)).isPresent();
    }

    @Test
    void lookingDoesNotKeepASessionAlive() throws Exception {
        create(id);
        var began = store().now();

        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        assertThat(store().now() - began).isBetween(IDLE - 50, IDLE + 300);
    }

    @Test
    void withoutAnIdleTimeoutASessionDoesNotEnd() throws Exception {
        store().sessions().save(write(id, 0).idle(0).build());

        pass(Duration.ofMillis(IDLE * 2));

        assertThat(store().sessions().open(id, DocumentTag.NONE)).isInstanceOf(OpenResult.Changed.class);
        assertThat(store().sessions().expire(10, each -> ended("ann"))).isEmpty();
    }

    @Test
    void theAbsoluteEndComesHoweverBusyTheSessionIs() throws Exception {
        store().sessions().save(write(id, 0).until(store().now() + 400).build());
        var began = store().now();

        within(
                Duration.ofSeconds(5),
                () -> store().sessions().open(id, DocumentTag.NONE).equals(new OpenResult.Gone()));

        assertThat(store().now() - began).isBetween(350L, 700L);
    }

    @Test
    void anExpiredSessionIsGivenToOneNodeOnly() throws Exception {
        var document = create(id);
        within(Duration.ofSeconds(5), () -> store().sessions().peek(id).isEmpty());

        var claimed = new ArrayList<ExpiredSession>();
        within(Duration.ofSeconds(5), () -> {
            claimed.addAll(store().sessions().expire(10, each -> ended("ann")));
            claimed.addAll(other().sessions().expire(10, each -> ended("ann")));
            return !claimed.isEmpty();
        });
        claimed.addAll(other().sessions().expire(10, each -> ended("ann")));

        assertThat(claimed).hasSize(1);
        assertThat(claimed.get(0).id()).isEqualTo(id);
        assertThat(claimed.get(0).document()).isEqualTo(document);
        assertThat(store().events().read(10)).hasSize(1);
    }

    @Test
    void sessionsInUseDoNotHideThoseThatAreOver() throws Exception {
        for (var i = 0; i < 25; i++) {
            store().sessions().save(write(newId(), 0).idle(60_000).build());
        }
        // ids sort in the order in which they were made: this one is looked at last
        var last = newId();
        create(last);
        indexAllAsDue();

        within(Duration.ofSeconds(5), () -> store().sessions().peek(last).isEmpty());

        assertThat(store().sessions().expire(10, each -> ended("ann"))).hasSize(1);
    }

    /** Makes a store that indexes lazily look at every session. */
    protected void indexAllAsDue() {}

    @Test
    void aUsersSessionsAreTheLiveOnes() throws Exception {
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
    void aSessionThatChangesItsUserLeavesTheFormerOne() {
        create(id);

        store().sessions().save(write(id, 1).user("bob").formerUser("ann").build());
        assertThat(store().index().sessionsOf("ann")).isEmpty();
        assertThat(store().index().sessionsOf("bob")).containsExactly(id);

        store().sessions().save(write(id, 2).user(null).formerUser("bob").build());
        assertThat(store().index().sessionsOf("bob")).isEmpty();
    }

    @Test
    void aUserHasNoMoreSessionsThanTheLimitAndTheOneLeftAloneLongestIsNamed() throws Exception {
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
    void theLimitCountsLiveSessionsOfThatUserAndNotTheOneThatIsSaved() throws Exception {
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
                .as("a new id of the same session, and one that is over")
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
    void anEndForgottenByTheUsersIndexIsRepairedWhenItIsRead() {
        create(id);
        store().sessions().end(id, new NewEvent(new SessionEvent.Ended(EndReason.INVALIDATED), context(null)));

        assertThat(store().index().sessionsOf("ann")).isEmpty();
    }

    private byte[] create(SessionId created) {
        var write = write(created, 0).user("ann").build();
        assertThat(store().sessions().save(write)).isInstanceOf(SaveResult.Saved.class);
        return write.document();
    }

    static NewEvent ended(String user) {
        return new NewEvent(new SessionEvent.Ended(EndReason.SIGNED_OUT), context(user));
    }

    private static byte[] document(Optional<StoredSession> stored) {
        return stored.orElseThrow().document();
    }

    private static long version(Optional<StoredSession> stored) {
        return stored.orElseThrow().version();
    }

    private static long lastAccess(Optional<StoredSession> stored) {
        return stored.orElseThrow().lastAccess();
    }
}
