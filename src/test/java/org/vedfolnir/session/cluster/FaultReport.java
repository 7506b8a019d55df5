package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.vedfolnir.session.cluster.Ledger.Wrong;
import org.vedfolnir.session.cluster.Visitors.Load;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.store.redis.Moments;
import org.vedfolnir.session.store.redis.RedisProbe;
import org.vedfolnir.session.store.redis.StoredKeys;

/** Lets something happen to Redis while people are at work, and says in numbers what they met. */
final class FaultReport {

    /** How long people may be refused longer than Redis itself refuses a plain client. */
    private static final Duration BEYOND = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final Aftermath aftermath;
    private final Moments excused;

    private FaultReport(Ledger ledger, Aftermath aftermath, Moments excused) {
        this.ledger = ledger;
        this.aftermath = aftermath;
        this.excused = excused;
    }

    /** What happens; afterwards all serve again. */
    interface Fault {
        /** @param excused when a refusal is right */
        void happen(Moments excused) throws Exception;
    }

    /** @param name says what was done */
    static FaultReport of(String name, NodePair pair, Load load, StoredKeys keys, RedisProbe probe, Fault fault)
            throws Exception {
        try (probe) {
            var visitors = Visitors.at(pair, load);
            fault.happen(probe.failures());
            visitors.leave();
            var aftermath = new Aftermath(visitors.all(), keys);
            aftermath.read(visitors.ledger(), pair.a(), pair.b());
            var report = new FaultReport(visitors.ledger(), aftermath, probe.failures());
            System.out.println(name + ", " + load + ": " + report.summary());
            return report;
        }
    }

    private String summary() {
        var refusals = ledger.refusals();
        return "%s; refused in %d ms, Redis itself in %d ms, beyond it %d ms"
                .formatted(
                        ledger.summary(),
                        refusals.all().toMillis(),
                        excused.all().toMillis(),
                        refusals.beyond(excused).toMillis());
    }

    FaultReport assertNothingIsWrong() {
        assertThat(ledger.allWrong()).as(summary()).isEmpty();
        return this;
    }

    /** Where a master that goes takes along what its replica had not got yet. */
    FaultReport assertNothingIsWrongBut(Wrong lost, Wrong resurrected) {
        assertThat(ledger.allWrong())
                .as(summary())
                .allMatch(each -> each.wrong() == lost || each.wrong() == resurrected);
        return this;
    }

    FaultReport assertRecovery() {
        assertThat(ledger.refusals().beyond(excused)).as(summary()).isLessThanOrEqualTo(BEYOND);
        return this;
    }

    FaultReport assertKeysAreWhole() {
        aftermath.assertKeysAreWhole();
        return this;
    }
}
