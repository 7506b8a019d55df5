package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.vedfolnir.database.Transactions;

/**
 * Tells the sessions of an account that it changed. Each is told in the caller's transaction, and so together with the change, or not at
 * all; it holds on every node from the next request on. Thread-safe.
 */
@ApplicationScoped
public class AccountChanges {

    @Inject
    @SuppressWarnings("NullAway.Init")
    Transactions transactions;

    /** Something that sessions hold a copy of is different: each copies it anew, and {@link AccountRefreshed} is fired in its request. */
    public void refreshed(EntityManager entities, long accountId) {
        raise(entities, accountId, "revision");
    }

    /** Every session that is signed in now is over. */
    void sessionsEnd(EntityManager entities, long accountId) {
        raise(entities, accountId, "epoch");
    }

    /** The revision of each of these accounts that is open. */
    public Map<Long, Long> revisions(Set<Long> accounts) {
        return transactions.read(entities -> entities.createQuery(
                        "select a.id, a.revision from Account a where a.id in :ids and a.active = true and a.locked = false",
                        Object[].class)
                .setParameter("ids", accounts)
                .getResultStream()
                .collect(Collectors.toMap(row -> (Long) row[0], row -> (Long) row[1])));
    }

    private static void raise(EntityManager entities, long accountId, String counter) {
        entities.createQuery("update Account a set a.%1$s = a.%1$s + 1 where a.id = :id".formatted(counter))
                .setParameter("id", accountId)
                .executeUpdate();
    }
}
