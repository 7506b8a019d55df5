package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventContext;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.failure.EndNotReplicatedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;
import org.vedfolnir.session.store.redis.client.ReplicaAck;
import org.vedfolnir.session.store.redis.settings.EventSettings;
import org.vedfolnir.session.store.redis.settings.SecurityWrites;
import org.vedfolnir.session.store.redis.settings.TestSettings;

/** On a Redis Cluster with a suspended replica: writes that revoke rights wait for the replica, and all others do not. */
class SecurityWritesTest {

    @RegisterExtension
    static final RealCluster REDIS = RealCluster.withReplicas();

    /** More threads than may wait at once. */
    private static final int AT_ONCE = 24;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SessionId id = TestWrite.newId();
    private RedisStore store = store(SecurityWrites.REPLICATED, Duration.ofSeconds(1));
    private RedisProcess master = REDIS.processes().get(0);

    private static RedisStore store(SecurityWrites securityWrites, Duration commandTimeout) {
        return new RedisStore(TestSettings.configuredBy(REDIS.configuration())
                .commandTimeout(commandTimeout)
                .requestBudget(commandTimeout.multipliedBy(2))
                .events(EventSettings.NONE)
                .securityWrites(securityWrites)
                .made());
    }

    @BeforeEach
    void begin() {
        begin(id);
        master = REDIS.facts().masterOf(key(id));
    }

    private void begin(SessionId session) {
        assertThat(store.sessions().save(write(session, 0).user("ann").build())).isInstanceOf(SaveResult.Saved.class);
    }

    /** A write of a session that outlives this test. */
    private static TestWrite write(SessionId session, long expected) {
        return new TestWrite(session, expected).idle(60_000);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        REDIS.operator().restore();
        REDIS.facts().masters().forEach(each -> each.ask("FLUSHALL"));
    }

    private static String key(SessionId session) {
        return REDIS.keys().session(session.value()).orElseThrow().key();
    }

    private void instead(SecurityWrites securityWrites) {
        store.close();
        store = store(securityWrites, Duration.ofSeconds(1));
    }

    private void instead(Duration commandTimeout) {
        store.close();
        store = store(SecurityWrites.REPLICATED, commandTimeout);
    }

    private static NewEvent ended() {
        return new NewEvent(
                new SessionEvent.Ended(EndReason.SIGNED_OUT), new EventContext("/", "node", null, null, null, null));
    }

    private void stopReplica() throws Exception {
        REDIS.facts().replicaOf(master).pause();
    }

    private static long waits() {
        return REDIS.facts().masters().stream()
                .map(each -> each.ask("INFO", "commandstats"))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("cmdstat_wait:"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst("cmdstat_wait:calls=(\\d+),.*", "$1")))
                .sum();
    }

    @Test
    void reportsAnEndWithoutAReplicaAsUnavailableAndSucceedsAtTheRetry() throws Exception {
        stopReplica();
        var ended = ended();
        assertThatThrownBy(() -> store.sessions().end(id, ended, List.of()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("No replica of Redis at 127.0.0.1:" + master.port());
        assertThatThrownBy(() -> store.sessions().end(id, ended, List.of()))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(store.sessions().peek(id)).isEmpty();

        REDIS.operator().restore();
        assertThat(store.sessions().end(id, ended, List.of())).isPresent();
        assertThat(store.diagnostics().unreplicatedWrites()).isEqualTo(2);
    }

    @Test
    void savesAnIdChangeAndAUserChangeWithoutAReplicaAndCountsThem() throws Exception {
        stopReplica();
        var next = inSameShard();
        assertThat(store.sessions()
                        .save(write(next, 1)
                                .before(id)
                                .user("ann")
                                .formerUser("ann")
                                .build()))
                .isInstanceOf(SaveResult.Saved.class);
        assertThat(store.diagnostics().unreplicatedWrites()).isEqualTo(1);
        assertThat(store.sessions()
                        .save(write(next, 2).user("bob").formerUser("ann").build()))
                .isInstanceOf(SaveResult.Saved.class);
        assertThat(store.sessions()
                        .save(write(next, 3)
                                .user("bob")
                                .formerUser("bob")
                                .authentication()
                                .build()))
                .isInstanceOf(SaveResult.Saved.class);
        assertThat(store.diagnostics().unreplicatedWrites()).isEqualTo(3);
        assertThat(store.sessions().peek(next)).isPresent();
    }

    private SessionId inSameShard() {
        return Stream.generate(TestWrite::newId)
                .filter(each -> store.placement().inOneStep(id, each))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void doesNotWaitForOtherWrites() throws Exception {
        stopReplica();
        var before = waits();
        assertThat(store.sessions()
                        .save(write(id, 1).user("ann").formerUser("ann").build()))
                .isInstanceOf(SaveResult.Saved.class);
        begin(inSameShard());
        assertThat(store.diagnostics().unreplicatedWrites()).isZero();
        assertThat(waits()).isEqualTo(before);
    }

    @Test
    void waitsForNoWriteByDefault() throws Exception {
        instead(SecurityWrites.ACKNOWLEDGED);
        stopReplica();
        var before = waits();
        assertThat(store.sessions().end(id, ended(), List.of())).isPresent();
        assertThat(store.diagnostics().diagnose().concerns())
                .extracting(Concern::summary)
                .noneMatch(each -> each.contains("replica"));
        assertThat(waits()).isEqualTo(before);
    }

    @Test
    void needsOneMoreCommandForAnEnd() {
        var another = inSameShard();
        begin(another);
        assertThat(store.sessions().end(another, ended(), List.of())).isPresent();
        var before = waits();
        assertThat(store.sessions().end(id, ended(), List.of())).isPresent();
        assertThat(waits()).isEqualTo(before + 1);
        assertThat(store.diagnostics().unreplicatedWrites()).isZero();
    }

    /** A thread that waits in vain takes the time of one command, and delays no read of the same master. */
    @Test
    void delaysNoOtherRequestDuringAWait() throws Exception {
        var ends = Stream.generate(this::inSameShard).limit(AT_ONCE).toList();
        ends.forEach(this::begin);
        stopReplica();
        var refused = ends.stream()
                .map(each -> CompletableFuture.supplyAsync(() -> refused(each), task -> new Thread(task).start()))
                .toList();
        assertThat(store.sessions().peek(id)).isPresent();
        assertThat(refused).map(CompletableFuture::join).allMatch(SecurityWritesTest::hasReason);
        assertThat(store.sessions().peek(id)).isPresent();
    }

    private static boolean hasReason(String refusal) {
        return refusal.contains("No replica of Redis") || refusal.contains("at once");
    }

    /** Many concurrent sign-outs must not be reported as a missing replica. */
    @Test
    void queuesAWaitIfAllPermitsAreInUse() throws Exception {
        instead(Duration.ofSeconds(20));
        var ends = Stream.generate(this::inSameShard).limit(AT_ONCE).toList();
        ends.forEach(this::begin);
        stopReplica();
        var answered = ends.stream()
                .map(each -> CompletableFuture.supplyAsync(() -> refused(each), task -> new Thread(task).start()))
                .toList();
        Eventually.within(PATIENCE, () -> master.ask("INFO", "clients").contains("blocked_clients:" + ReplicaAck.MOST));
        REDIS.operator().restore();
        assertThat(answered).map(CompletableFuture::join).containsOnly("ended");
        assertThat(store.diagnostics().unreplicatedWrites()).isZero();
    }

    @Test
    void namesTheMissingRightForWait() throws Exception {
        rights("-wait");
        try {
            assertThatThrownBy(() -> store.sessions().end(id, ended(), List.of()))
                    .isInstanceOf(EndNotReplicatedException.class)
                    .hasMessageContaining("+wait")
                    .hasMessageNotContaining("No replica");
            assertThat(store.diagnostics().diagnose().concerns())
                    .extracting(Concern::sentence)
                    .anyMatch(each -> each.contains("+wait") && each.contains(Integer.toString(master.port())))
                    .noneMatch(each -> each.contains("No replica"));
        } finally {
            rights("+wait");
        }
        Eventually.within(PATIENCE, () -> store.diagnostics().diagnose().concerns().stream()
                .noneMatch(each -> each.sentence().contains("+wait")));
        begin(inSameShard());
        assertThat(store.diagnostics().unreplicatedWrites()).isEqualTo(1);
    }

    private static void rights(String change) {
        REDIS.processes().forEach(each -> each.tell("ACL", "SETUSER", "default", change));
    }

    private String refused(SessionId session) {
        try {
            store.sessions().end(session, ended(), List.of());
            return "ended";
        } catch (StoreUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A sign-on has one key. Another key that the script of a session uses may not have moved yet, and then Redis replies TRYAGAIN. */
    @Test
    void followsAMovingSlot() {
        var signOn = TestWrite.newId();
        store.signOns().save(signOn, 0, new TestWrite(signOn, 0).build().document(), 60_000, 0);
        var key = store.signOns().key(signOn);
        var from = REDIS.facts().masterOf(key);
        var to = REDIS.facts().masters().stream()
                .filter(each -> each != from)
                .findFirst()
                .orElseThrow();
        var moving = REDIS.operator().begin(REDIS.facts().slot(key), to);
        moving.left().forEach(moving::move);
        store.signOns().remove(signOn);
        moving.finish();
        assertThat(store.diagnostics().unreplicatedWrites()).isZero();
        assertThat(to.ask("GET", key)).contains("_ended");
    }

    @Test
    void sendsAScriptThatRedisDoesNotHave() {
        REDIS.facts().masters().forEach(each -> each.ask("SCRIPT", "FLUSH"));
        assertThat(store.sessions().end(id, ended(), List.of())).isPresent();
        assertThat(store.diagnostics().unreplicatedWrites()).isZero();
    }

    @Test
    void warnsOfAMissingReplicaBeforeTheFirstSignOut() throws Exception {
        Eventually.within(PATIENCE, () -> concern().isEmpty());
        stopReplica();
        Eventually.within(PATIENCE, () -> concern().isPresent());
        assertThat(concern().orElseThrow()).contains(Integer.toString(master.port()), "securityWrites");
        REDIS.operator().restore();
        Eventually.within(PATIENCE, () -> concern().isEmpty());
        assertThat(store.diagnostics().unreplicatedWrites()).isZero();
    }

    private Optional<String> concern() {
        return store.diagnostics().diagnose().concerns().stream()
                .map(Concern::sentence)
                .filter(each -> each.contains("No replica"))
                .findFirst();
    }
}
