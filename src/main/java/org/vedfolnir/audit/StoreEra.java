package org.vedfolnir.audit;

import jakarta.persistence.EntityManager;
import java.util.List;

/**
 * Counts how often the content of the store was replaced: it was emptied, or another store is used. Missing sessions of an earlier content are lost.
 * Stored in the table {@code audit_state}. Stateless.
 */
final class StoreEra {

    private StoreEra() {}

    /** The number of the present content. */
    static long present(EntityManager entities) {
        return ((Number) row(entities)[1]).longValue();
    }

    /**
     * Stores which content the store has; the transaction of the caller holds the lock {@code audit}.
     *
     * @param generation as the store names it
     */
    static void note(EntityManager entities, String generation) {
        var row = row(entities);
        if (generation.equals(row[0])) {
            return;
        }
        // the first generation is no change
        var era = ((Number) row[1]).longValue() + (String.valueOf(row[0]).isEmpty() ? 0 : 1);
        entities.createNativeQuery("update audit_state set content = ?1, era = ?2 where name = 'store'")
                .setParameter(1, generation)
                .setParameter(2, era)
                .executeUpdate();
    }

    @SuppressWarnings("unchecked")
    private static Object[] row(EntityManager entities) {
        var rows =
                (List<Object[]>) entities.createNativeQuery("select content, era from audit_state where name = 'store'")
                        .getResultList();
        if (rows.isEmpty()) {
            throw new AuditTrailUnusableException(
                    "The table audit_state has no row 'store', which the migrations inserted. Restore it: insert into audit_state values ('store', '', 0).");
        }
        return rows.get(0);
    }
}
