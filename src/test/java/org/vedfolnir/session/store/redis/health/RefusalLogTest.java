package org.vedfolnir.session.store.redis.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.store.diagnosis.Concern;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.redis.error.Refusal;
import org.vedfolnir.session.store.redis.error.Refusal.Kind;
import org.vedfolnir.session.store.redis.script.Script;
import org.vedfolnir.testing.Logged;

/** The log reports what Redis rejects once, until Redis accepts it again. */
class RefusalLogTest {

    private static final Refusal FULL = new Refusal(Kind.MEMORY, "OOM command not allowed");
    private static final Refusal NO_RIGHT = new Refusal(Kind.RIGHTS, "NOPERM no permissions");
    private static final Refusal WRONG_TYPE = new Refusal(Kind.TYPE, "WRONGTYPE Operation against a key");
    private static final Long SAVED = 1L;
    private static final Long GONE = -1L;

    private final Logged log = new Logged(RefusalLog.class.getName());
    private long nanos;
    private final RefusalLog refusals = new RefusalLog("redis://cache:6379/0", new LogDeduplicator(), () -> nanos);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void reportsFullMemoryUntilAWriteIsAccepted() {
        refusals.note(Script.SAVE, FULL);
        refusals.note(Script.ATTEMPT, FULL);
        nanos += RefusalLog.CALM;
        refusals.answered(Script.OPEN, SAVED);
        refusals.answered(Script.SAVE, GONE);
        refusals.answered(Script.SAVE, List.of());
        assertThat(refusals.concerns())
                .containsExactly(new Concern(
                        "The store refuses every write because its memory is full.",
                        FULL.sentence("redis://cache:6379/0")));
        assertThat(refusals.everyWrite()).isTrue();
        assertThat(log.messages()).containsExactly("DEGRADED: " + FULL.sentence("redis://cache:6379/0"));

        refusals.answered(Script.SAVE, SAVED);
        assertThat(refusals.concerns()).isEmpty();
        assertThat(refusals.everyWrite()).isFalse();
        assertThat(log.messages()).hasSize(2).last().asString().startsWith("No longer so: ");
    }

    @Test
    void reportsOnceIfMemoryIsFullNowAndThen() {
        for (var i = 0; i < 1000; i++) {
            refusals.note(Script.SAVE, FULL);
            nanos += RefusalLog.CALM - 1;
            refusals.answered(Script.SAVE, SAVED);
        }
        assertThat(log.messages()).hasSize(1);
    }

    @Test
    void reportsOneConcernForSeveralWordings() {
        refusals.note(Script.SAVE, FULL);
        refusals.note(Script.SAVE, new Refusal(Kind.MEMORY, "OOM command not allowed when used memory > 'maxmemory'"));

        assertThat(refusals.concerns()).containsExactly(FULL.concern("redis://cache:6379/0"));
        assertThat(log.messages()).hasSize(1);
    }

    @Test
    void endsTheConcernAfterAWriteThatLeavesNothing() {
        refusals.note(Script.SAVE, FULL);
        nanos += RefusalLog.CALM;
        refusals.answered(Script.BEAT, 1L);

        assertThat(refusals.concerns()).isEmpty();
    }

    @Test
    void reportsAMissingRightUntilTheSameScriptSucceeds() {
        refusals.note(Script.END, NO_RIGHT);
        nanos += RefusalLog.CALM;
        refusals.answered(Script.SAVE, SAVED);
        assertThat(refusals.concerns()).hasSize(1);
        assertThat(refusals.everyWrite()).isFalse();

        refusals.answered(Script.END, List.of());
        assertThat(refusals.concerns()).isEmpty();
    }

    @Test
    void reportsARejectionForOneSessionOnceAnHourWithoutAConcern() {
        for (var i = 0; i < 1000; i++) {
            refusals.note(Script.MEMBERS, WRONG_TYPE);
            refusals.answered(Script.MEMBERS, List.of());
        }
        assertThat(refusals.concerns()).isEmpty();
        assertThat(log.messages()).singleElement().asString().contains("WRONGTYPE", "others are not affected");

        nanos += RefusalLog.QUIET;
        refusals.note(Script.MEMBERS, WRONG_TYPE);
        assertThat(log.messages()).hasSize(2);
    }
}
