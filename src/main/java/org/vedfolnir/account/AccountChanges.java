package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/**
 * Tells the sessions of an account that it changed. Each is told in the caller's transaction, and so together with the change, or not at
 * all; it holds on every node from the next request on. Thread-safe.
 */
@ApplicationScoped
public class AccountChanges {

    /** Something that sessions hold a copy of is different: each copies it anew, and {@link AccountRefreshed} is fired in its request. */
    public void refreshed(EntityManager entities, long accountId) {
        raise(entities, accountId, "revision");
    }

    /** Every session that is signed in now is over. */
    void sessionsEnd(EntityManager entities, long accountId) {
        raise(entities, accountId, "epoch");
    }

    private static void raise(EntityManager entities, long accountId, String counter) {
        entities.createQuery("update Account a set a.%1$s = a.%1$s + 1 where a.id = :id".formatted(counter))
                .setParameter("id", accountId)
                .executeUpdate();
    }
}
