package org.vedfolnir.session.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.vedfolnir.session.cluster.Ledger.Wrong;
import org.vedfolnir.session.cluster.Visitors.Load;
import org.vedfolnir.session.node.NodePair;
import org.vedfolnir.session.store.redis.Moments;
import org.vedfolnir.session.store.redis.RedisProbe;
import org.vedfolnir.session.store.redis.StoredKeys;

/** Causes a fault of Redis while visitors use two nodes, and reports the responses in numbers. */
final class FaultReport {

    /** How much longer visitors may get a 503 than Redis itself rejects a plain client. */
    private static final Duration BEYOND = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final Aftermath aftermath;
    private final Moments excused;

    private FaultReport(Ledger ledger, Aftermath aftermath, Moments excused) {
        this.ledger = ledger;
        this.aftermath = aftermath;
        this.excused = excused;
    }

    /** The fault. Afterwards all servers are restored. */
    interface Fault {
        /** @param excused times in which a 503 is right */
        void happen(Moments excused) throws Exception;
    }

    /** @param name of the fault in the report */
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

    /** Allows these two kinds of loss, for a master that disappears with unreplicated writes. */
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
