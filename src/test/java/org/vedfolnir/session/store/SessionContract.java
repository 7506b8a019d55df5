package org.vedfolnir.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.RecordedEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.failure.SessionMovedException;

/** The contract of opening, saving, moving and ending sessions, with their parts. */
public abstract class SessionContract extends ThrottleContract {

    protected static final Duration TOUCH = Duration.ofMillis(200);

    protected static final long IDLE = 600;

    final SessionId id = newId();

    /** An id to which that session can change. */
    protected SessionId related(SessionId to) {
        return Stream.generate(TestWrite::newId)
                .filter(each -> store().placement().inOneStep(to, each))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void opensASavedSession() {
        var document = create(id);

        assertThat(store().sessions().open(id, DocumentTag.NONE))
                .isInstanceOfSatisfying(OpenResult.Changed.class, changed -> {
                    assertThat(changed.session().version()).isEqualTo(1);
                    assertThat(changed.session().document()).isEqualTo(document);
                });
    }

    @Test
    void repliesUnchangedIfTheCallerHoldsTheDocument() {
        var document = create(id);

        assertThat(other().sessions().open(id, DocumentTag.of(document, 0))).isInstanceOf(OpenResult.Unchanged.class);
    }

    @Test
    void sendsTheDocumentIfTheCallerHoldsAnotherOneOfTheSameVersion() {
        create(id);
        var lostInAFailover = write(id, 0).build().document();

        assertThat(store().sessions().open(id, DocumentTag.of(lostInAFailover, IDLE)))
                .isInstanceOf(OpenResult.Changed.class);
    }

    @Test
    void rejectsAChangeBasedOnAnotherDocumentOfTheSameVersion() {
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
    void savesAChangeBasedOnTheStoredDocument() {
        var first = create(id);
        var second = write(id, 1).base(DocumentTag.of(first, IDLE)).build();
        var third = write(id, 2).base(DocumentTag.of(second.document(), 0)).build();

        assertThat(store().sessions().save(second)).isInstanceOf(SaveResult.Saved.class);
        assertThat(other().sessions().save(third)).isInstanceOf(SaveResult.Saved.class);

        assertThat(document(store().sessions().peek(id))).isEqualTo(third.document());
    }

    @Test
    void findsNoSessionUnderAnUnknownId() {
        assertThat(store().sessions().open(id, DocumentTag.NONE)).isEqualTo(new OpenResult.Gone());
        assertThat(store().sessions().peek(id)).isEmpty();
        assertThat(store().sessions().end(id, ended("nobody"))).isFalse();
        assertThat(store().sessions().save(write(id, 1).build())).isEqualTo(new SaveResult.Gone());
    }

    @Test
    void rejectsANewSessionUnderAnIdInUse() {
        var document = create(id);

        assertThat(other().sessions().save(write(id, 0).text("another").build()))
                .isEqualTo(new SaveResult.Gone());
        assertThat(document(store().sessions().peek(id))).isEqualTo(document);
    }

    @Test
    void savesOnceIfASaveIsRepeated() {
        var write = write(id, 0).events(created()).build();

        assertThat(store().sessions().save(write)).isInstanceOf(SaveResult.Saved.class);
        assertThat(store().sessions().save(write)).isInstanceOf(SaveResult.Saved.class);
        assertThat(store().events().read(10)).hasSize(1);
        assertThat(version(store().sessions().peek(id))).isEqualTo(1);
    }

    @Test
    void returnsTheCurrentDocumentAndRecordsNothingAfterALostRace() {
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
    void rejectsASaveOfAnEndedSessionAtEveryVersion() {
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
    void endsASessionOnce() {
        create(id);

        assertThat(store().sessions().end(id, ended("ann"))).isTrue();
        assertThat(other().sessions().end(id, ended("ann"))).isFalse();
        assertThat(store().events().read(10)).hasSize(1);
    }

    @Test
    void movesASessionAndInvalidatesItsOldIdOnAnIdChange() {
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

    /** The store must not report a change or an end to a request under the old id, because it made neither. */
    @Test
    void reportsMovedToRequestsUnderAnIdThatChanged() {
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
    void writesReplacesAndDropsPartsWithTheirDocument() {
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
    void changesNoPartAfterALostRace() {
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
    void movesPartsOnAnIdChangeIncludingReplacedOnes() {
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
    void returnsTheRequestedPartsAtTheEndOfASession() {
        store().sessions()
                .save(write(id, 0).parts(2, Map.of(1, "one", 2, "two")).build());

        assertThat(texts(other().sessions().end(id, ended("ann"), List.of(2, 7)).orElseThrow()))
                .isEqualTo(Map.of(2, "two"));
        assertThat(store().sessions().end(id, ended("ann"), List.of(1))).isEmpty();
        assertThat(store().sessions().parts(id, List.of(1, 2))).isEmpty();
    }

    static Map<Integer, String> texts(Map<Integer, byte[]> parts) {
        var texts = new HashMap<Integer, String>();
        parts.forEach((number, value) -> texts.put(number, new String(value, StandardCharsets.UTF_8)));
        return texts;
    }

    byte[] create(SessionId created) {
        var write = write(created, 0).user("ann").build();
        assertThat(store().sessions().save(write)).isInstanceOf(SaveResult.Saved.class);
        return write.document();
    }

    static NewEvent ended(String user) {
        return new NewEvent(new SessionEvent.Ended(EndReason.SIGNED_OUT), context(user));
    }

    static byte[] document(Optional<StoredSession> stored) {
        return stored.orElseThrow().document();
    }

    static long version(Optional<StoredSession> stored) {
        return stored.orElseThrow().version();
    }
}
