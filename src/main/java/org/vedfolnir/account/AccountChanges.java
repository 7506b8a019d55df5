package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
        entities.createQuery("update Account a set a.revision = a.revision + 1 where a.id = :id")
                .setParameter("id", accountId)
                .executeUpdate();
    }

    /** Every session that is signed in now is over. */
    void sessionsEnd(EntityManager entities, long accountId) {
        sessionsEnd(entities, accountId, null);
    }

    /** @param kept the reference of the one that goes on; null for none */
    void sessionsEnd(EntityManager entities, long accountId, @Nullable String kept) {
        entities.createQuery("update Account a set a.epoch = a.epoch + 1, a.keptSession = :kept where a.id = :id")
                .setParameter("kept", kept)
                .setParameter("id", accountId)
                .executeUpdate();
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
}
