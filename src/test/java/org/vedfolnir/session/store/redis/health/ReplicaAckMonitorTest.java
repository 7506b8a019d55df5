package org.vedfolnir.session.store.redis.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vedfolnir.session.store.diagnosis.LogDeduplicator;
import org.vedfolnir.session.store.redis.client.ReplicaAck;
import org.vedfolnir.testing.Logged;

/** The monitor counts writes that no replica acknowledges in time, and reports them once. */
class ReplicaAckMonitorTest {

    private final AtomicLong nanos = new AtomicLong();
    private final LogDeduplicator logged = new LogDeduplicator();
    private final ReplicaAckMonitor absence = new ReplicaAckMonitor(logged, nanos::get);

    @Test
    void reportsTheStartAndTheEndOnce() {
        try (var log = new Logged(ReplicaAckMonitor.class.getName())) {
            for (var i = 0; i < 3; i++) {
                absence.note("one:1", ReplicaAck.NO_REPLICA);
            }
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("DEGRADED", "one:1", "unreplicatedWrites", "securityWrites");
            // a replica that lags acknowledges one write in time, and not the next
            absence.note("one:1", ReplicaAck.DONE);
            absence.note("one:1", ReplicaAck.NO_REPLICA);
            assertThat(log.messages()).hasSize(1);

            nanos.addAndGet(RefusalLog.CALM);
            absence.note("one:1", ReplicaAck.DONE);
            absence.note("one:1", ReplicaAck.DONE);
            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(1)).contains("No longer so", "one:1");
            assertThat(absence.concerns()).isEmpty();
            assertThat(absence.missed()).isEqualTo(4);
        }
    }

    @Test
    void reportsOnceForAllApplicationsOfATomcat() {
        var other = new ReplicaAckMonitor(logged, nanos::get);
        try (var log = new Logged(ReplicaAckMonitor.class.getName())) {
            absence.note("one:1", ReplicaAck.NO_REPLICA);
            other.note("one:1", ReplicaAck.NO_REPLICA);
            assertThat(log.messages()).hasSize(1);
        }
    }

    @Test
    void doesNotCountAProbe() {
        absence.noteProbe("one:1", ReplicaAck.NO_REPLICA);
        assertThat(absence.missed()).isZero();
        assertThat(absence.concerns()).hasSize(1);
    }

    @Test
    void forgetsAReplacedRedis() {
        absence.note("one:1", ReplicaAck.NO_REPLICA);
        absence.note("two:2", ReplicaAck.NO_REPLICA);
        absence.retain(Set.of("two:2"));
        assertThat(absence.concerns()).singleElement().asString().contains("two:2");
    }

    @Test
    void reportsEachReasonUntilAnotherOneReplacesIt() {
        try (var log = new Logged(ReplicaAckMonitor.class.getName())) {
            absence.note("one:1", ReplicaAck.REFUSED);
            absence.note("one:1", ReplicaAck.TOO_MANY);
            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(0))
                    .contains("DEGRADED", "one:1", "+wait")
                    .doesNotContain("No replica");
            assertThat(log.messages().get(1))
                    .contains("DEGRADED", "one:1", "at once")
                    .doesNotContain("No replica");

            nanos.addAndGet(RefusalLog.CALM);
            absence.noteProbe("one:1", ReplicaAck.NO_REPLICA);
            assertThat(absence.concerns()).singleElement().satisfies(each -> assertThat(each.sentence())
                    .contains("No replica"));
        }
    }
}
