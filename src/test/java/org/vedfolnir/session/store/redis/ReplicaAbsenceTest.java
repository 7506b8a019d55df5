package org.vedfolnir.session.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.Logged;
import org.vedfolnir.session.store.Announcements;

/** Writes that no replica takes in time are counted, and said once. */
class ReplicaAbsenceTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Announcements said = new Announcements();
    private final ReplicaAbsence absence = new ReplicaAbsence(said, nanos::get);

    @Test
    void itIsSaidOnceWhenItBeginsAndOnceWhenItIsOver() {
        try (var log = new Logged(ReplicaAbsence.class.getName())) {
            for (var i = 0; i < 3; i++) {
                absence.note("one:1", false);
            }
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("DEGRADED", "one:1", "unreplicatedWrites", "securityWrites");
            // a replica that lags takes one in time, and not the next
            absence.note("one:1", true);
            absence.note("one:1", false);
            assertThat(log.messages()).hasSize(1);

            nanos.addAndGet(Refusals.CALM);
            absence.note("one:1", true);
            absence.note("one:1", true);
            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(1)).contains("No longer so", "one:1");
            assertThat(absence.concerns()).isEmpty();
            assertThat(absence.missed()).isEqualTo(4);
        }
    }

    @Test
    void applicationsOfOneTomcatSayItOnce() {
        var other = new ReplicaAbsence(said, nanos::get);
        try (var log = new Logged(ReplicaAbsence.class.getName())) {
            absence.note("one:1", false);
            other.note("one:1", false);
            assertThat(log.messages()).hasSize(1);
        }
    }

    @Test
    void oneThatAsksIsNotCounted() {
        absence.noteTrial("one:1", false);
        assertThat(absence.missed()).isZero();
        assertThat(absence.concerns()).hasSize(1);
    }

    @Test
    void aRedisWhosePlaceAnotherHasTakenConcernsNobody() {
        absence.note("one:1", false);
        absence.note("two:2", false);
        absence.retain(Set.of("two:2"));
        assertThat(absence.concerns()).singleElement().asString().contains("two:2");
    }
}
