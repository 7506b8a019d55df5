package org.vedfolnir.session.store.diagnosis;

import java.util.List;

/** How the store is set up and how it does. Safe for use by many threads, but for {@link #diagnose}, which one thread calls. */
public interface StoreDiagnostics {

    /** Of a store that has nothing to be looked at. */
    StoreDiagnostics NONE = new StoreDiagnostics() {
        @Override
        public StoreDiagnosis diagnose() {
            return StoreDiagnosis.GOOD;
        }

        @Override
        public List<Failover> failovers() {
            return List.of();
        }

        @Override
        public long unreplicatedWrites() {
            return 0;
        }
    };

    /**
     * Looks at how the store is set up and how it does. Costs some round trips: it is for a thread on which nobody waits. A store
     * that has nothing to look at is in good condition.
     */
    StoreDiagnosis diagnose();

    /** Those of the last hour that may have brought ended sessions back, as {@link #diagnose} found them. Asks nobody. */
    List<Failover> failovers();

    /** How many writes the store was asked to copy before it acknowledged them, and had not copied in time. */
    long unreplicatedWrites();
}
