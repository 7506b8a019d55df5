package org.vedfolnir.session.store.diagnosis;

import java.util.List;

/**
 * The configuration and health of the store. Safe for use by many threads, except for {@link #diagnose}, which one
 * thread calls.
 */
public interface StoreDiagnostics {

    /** For a store that needs no diagnosis. */
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

        @Override
        public List<StoreServer> servers() {
            return List.of();
        }
    };

    /**
     * Diagnoses the store's configuration and health. Costs some round trips: for a background thread. A store that
     * needs no diagnosis is healthy.
     */
    StoreDiagnosis diagnose();

    /**
     * Returns the failovers of the last hour that may have brought ended sessions back, as {@link #diagnose} found
     * them. Does not access the store.
     */
    List<Failover> failovers();

    /** Returns how many writes the store should have replicated before it acknowledged them, but did not in time. */
    long unreplicatedWrites();

    /** Returns the servers that this node calls, and whether it does now. Does not access the store. */
    List<StoreServer> servers();
}
