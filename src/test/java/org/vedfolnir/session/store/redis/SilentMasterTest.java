package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** If one master of a Redis Cluster does not reply, queries over all masters return what the others know, and say that it is incomplete. */
class SilentMasterTest {

    @RegisterExtension
    static final RealCluster CLUSTER = RealCluster.withReplicas();

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SESSIONS = 40;
    private static final long IDLE = Duration.ofMinutes(30).toMillis();

    private final RedisStore store = StoreOf.configuration(CLUSTER.configuration());
    private final List<SessionId> ids =
            Stream.generate(TestWrite::newId).limit(SESSIONS).toList();
    private List<SessionId> elsewhere = List.of();
    private RedisProcess silent = CLUSTER.processes().get(0);

    @BeforeEach
    void begin() {
        ids.forEach(id -> store.sessions()
                .save(new TestWrite(id, 0)
                        .idle(IDLE)
                        .user("ann")
                        .events(event())
                        .build()));
        silent = masterOf(ids.get(0));
        elsewhere = ids.stream().filter(id -> masterOf(id) != silent).toList();
    }

    @AfterEach
    void end() throws Exception {
        store.close();
        CLUSTER.operator().restore();
        CLUSTER.facts().masters().forEach(each -> each.ask("FLUSHALL"));
    }

    private static RedisProcess masterOf(SessionId id) {
        return CLUSTER.facts()
                .masterOf(CLUSTER.keys().session(id.value()).orElseThrow().key());
    }

    private static NewEvent event() {
        return new NewEvent(
                new SessionEvent.Ended(EndReason.SIGNED_OUT),
                new EventContext("/", "node", "handle", null, null, null));
    }

    @Test
    void reportsTheStatusOfOtherSessionsAndUnknownForItsOwn() throws Exception {
        var ended = elsewhere.get(0);
        store.sessions().end(ended, event());
        CLUSTER.operator().silence(silent);

        // before the store notices, while it notices, and afterwards
        for (var i = 0; i < 4; i++) {
            var statuses = store.index().statuses(ids);
            for (var each = 0; each < ids.size(); each++) {
                assertThat(statuses.get(each)).isInstanceOf(expected(ids.get(each), ended));
            }
        }
        assertThatThrownBy(() -> store.index().statuses(List.of(ids.get(0))))
                .isInstanceOf(StoreUnavailableException.class);

        CLUSTER.operator().restore();
        Eventually.within(PATIENCE, () -> store.index().statuses(ids).stream()
                .noneMatch(SessionStatus.Unknown.class::isInstance));
        assertThat(store.index().statuses(ids).stream().filter(SessionStatus.Live.class::isInstance))
                .hasSize(SESSIONS - 1);
    }

    private Class<? extends SessionStatus> expected(SessionId id, SessionId ended) {
        if (id.equals(ended)) {
            return SessionStatus.Ended.class;
        }
        return elsewhere.contains(id) ? SessionStatus.Live.class : SessionStatus.Unknown.class;
    }

    @Test
    void countsAndListsTheOtherSessionsAndReportsTheGap() throws Exception {
        assertThat(store.index().count().isWhole()).isTrue();
        CLUSTER.operator().silence(silent);

        var count = store.index().count();
        assertThat(count.sessions()).isEqualTo(elsewhere.size());
        assertThat(count.coverage()).isEqualTo("2 of 3");
        assertThat(store.index().list(0, SESSIONS)).containsExactlyInAnyOrderElementsOf(elsewhere);
    }

    /** A user whose index is on another master, so that the list itself can be read. */
    private String user() {
        return Stream.iterate(0, each -> each + 1)
                .map(each -> "user" + each)
                .filter(each -> CLUSTER.facts().masterOf(index(each)) != silent)
                .findFirst()
                .orElseThrow();
    }

    private static String index(String user) {
        return "vedfolnir:user:" + user;
    }

    private static String tell(String user, String... words) {
        return CLUSTER.facts().masterOf(index(user)).ask(words);
    }

    private SessionId ofAMasterThatAnswers() {
        return Stream.generate(TestWrite::newId)
                .filter(id ->
                        elsewhere.stream().anyMatch(each -> store.placement().inOneStep(each, id)))
                .findFirst()
                .orElseThrow();
    }

    private List<SessionId> signIn(String user) {
        var mine = Stream.generate(TestWrite::newId).limit(SESSIONS).toList();
        mine.forEach(id ->
                store.sessions().save(new TestWrite(id, 0).idle(IDLE).user(user).build()));
        return mine;
    }

    private static void enteredLongAgo(String user, SessionId id) {
        tell(user, "ZADD", index(user), "XX", "1", id.value());
    }

    private static boolean isListed(String user, SessionId id) {
        return !tell(user, "ZSCORE", index(user), id.value()).equals("null");
    }

    @Test
    void removesOnlyExpiredSessionsFromTheIndexIfAUserIsListed() throws Exception {
        var user = user();
        var mine = signIn(user);
        var beginning = ofAMasterThatAnswers();
        tell(user, "ZADD", index(user), Long.toString(store.now()), beginning.value());
        mine.forEach(id -> enteredLongAgo(user, id));
        var over =
                mine.stream().filter(id -> masterOf(id) != silent).findFirst().orElseThrow();
        masterOf(over)
                .ask("DEL", CLUSTER.keys().session(over.value()).orElseThrow().key());
        CLUSTER.operator().silence(silent);

        assertThat(store.index().sessionsOf(user))
                .as("sessions that may be alive")
                .hasSize(SESSIONS - 1)
                .doesNotContain(over);
        Eventually.within(PATIENCE, () -> !isListed(user, over));
        assertThat(tell(user, "ZCARD", index(user))).isEqualTo(Integer.toString(SESSIONS));
        assertThat(isListed(user, beginning)).isTrue();

        CLUSTER.operator().restore();
        Eventually.within(PATIENCE, () -> lists(user, SESSIONS - 1));
    }

    private boolean lists(String user, int sessions) {
        try {
            return store.index().sessionsOf(user).size() == sessions;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    @Test
    void keepsSessionsThatMovedWithTheirSlot() throws Exception {
        var user = user();
        var mine = signIn(user);
        mine.forEach(id -> enteredLongAgo(user, id));
        var key = CLUSTER.keys().session(mine.get(0).value()).orElseThrow().key();
        var from = CLUSTER.facts().masterOf(key);
        var to = CLUSTER.facts().masters().stream()
                .filter(each -> each != from)
                .findFirst()
                .orElseThrow();
        var moving = CLUSTER.operator().begin(CLUSTER.facts().slot(key), to);
        moving.left().forEach(moving::move);
        for (var i = 0; i < 3; i++) {
            assertThat(store.index().sessionsOf(user)).containsExactlyInAnyOrderElementsOf(mine);
        }
        moving.finish();
        assertThat(tell(user, "ZCARD", index(user))).isEqualTo(Integer.toString(SESSIONS));
    }

    /** Sessions of the silent master may be alive and count; another session ends instead. */
    @Test
    void acceptsASignInBeyondTheLimitWhileAMasterIsAway() throws Exception {
        var user = user();
        signIn(user);
        CLUSTER.operator().silence(silent);
        var next = ofAMasterThatAnswers();
        var saved = store.sessions()
                .save(new TestWrite(next, 0)
                        .idle(IDLE)
                        .user(user)
                        .mostSessions(SESSIONS)
                        .build());
        assertThat(saved).isInstanceOfSatisfying(SaveResult.Full.class, full -> assertThat(
                        store.sessions().peek(full.oldest()))
                .isPresent());
    }

    /** The caller closes rows of the audit trail by this time, and the silent master may have an older event. */
    @Test
    void reportsTheOldestEventAsUnknown() throws Exception {
        assertThat(store.events().oldest()).isPresent();
        CLUSTER.operator().silence(silent);

        assertThatThrownBy(() -> store.events().oldest())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("2 of 3 masters")
                .hasMessageContaining("127.0.0.1:" + silent.port());
        assertThat(store.events().read(SESSIONS)).as("events of other masters").hasSize(elsewhere.size());
    }
}
