package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.TestWrite;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * A master that died or was suspended returns, and serves as a master until the Sentinels demote it. Even a node that does not know of the
 * failover writes to the new one, since whatever the former one acknowledges would be lost.
 */
class FormerMasterTest {

    @RegisterExtension
    static final RealSentinels SENTINELS = new RealSentinels();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Longer than the test, so that Redisson notices no failover. */
    private static final String DEAF = "{sentinelServersConfig: {scanInterval: 3600000, ";

    private final RedisStore node =
            StoreOf.configuration(SENTINELS.configuration().replace("{sentinelServersConfig: {", DEAF));

    @BeforeEach
    void connect() {
        saved();
    }

    @AfterEach
    void leave() throws Exception {
        node.close();
        SENTINELS.restore();
    }

    private SessionId saved() {
        var id = TestWrite.newId();
        node.sessions().save(new TestWrite(id, 0).build());
        return id;
    }

    private SessionId savedAsSoonAsPossible() throws Exception {
        var id = TestWrite.newId();
        Eventually.within(PATIENCE, () -> {
            try {
                node.sessions().save(new TestWrite(id, 0).build());
                return true;
            } catch (StoreUnavailableException e) {
                return false;
            }
        });
        return id;
    }

    private void serveAsOneOfTwo(RedisProcess former) {
        assertThat(former.ask("ROLE")).as("role of the former master").contains("master");
        assertThat(SENTINELS.master()).isNotSameAs(former);
    }

    private void assertThatTheMasterHas(SessionId id) {
        assertThat(SENTINELS.keys().of(id.value())).isNotEmpty();
    }

    @Test
    void writesNothingToAMasterThatReturnsAfterItsDeath() throws Exception {
        var former = SENTINELS.master();
        former.kill();
        SENTINELS.awaitOtherThan(former);
        former.start();

        var id = savedAsSoonAsPossible();

        serveAsOneOfTwo(former);
        assertThatTheMasterHas(id);
        assertThat(node.sessions().peek(id)).isPresent();
    }

    @Test
    void leavesADeadMasterBeforeRedissonNotices() throws Exception {
        var former = SENTINELS.master();
        former.kill();
        SENTINELS.awaitOtherThan(former);

        var id = savedAsSoonAsPossible();

        assertThatTheMasterHas(id);
    }

    @Test
    void writesNothingToAMasterThatWasSuspended() throws Exception {
        var former = SENTINELS.master();
        former.pause();
        for (var tries = 0; tries < 4; tries++) {
            assertThatThrownBy(this::saved).isInstanceOf(StoreUnavailableException.class);
        }
        SENTINELS.awaitOtherThan(former);
        former.resume();

        var id = savedAsSoonAsPossible();

        serveAsOneOfTwo(former);
        assertThatTheMasterHas(id);
    }

    @Test
    void delaysNoRequestIfASentinelIsAway() throws Exception {
        var away = SENTINELS.sentinels().get(0);
        away.pause();
        var former = SENTINELS.master();
        try (var other = StoreOf.configuration(SENTINELS.configuration(), "other")) {
            var id = TestWrite.newId();
            other.sessions().save(new TestWrite(id, 0).build());

            assertThatTheMasterHas(id);
            assertThat(SENTINELS.master()).isSameAs(former);
        }
    }
}
