package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EndReason;

/**
 * Applies a change of an account to its sessions. Each change is written in the caller's transaction. Every node that reaches the database sees it on
 * the session's next request.
 *
 * <p>A node may have lost the database while another one still has it. A change that takes rights away is therefore also written to the session
 * store, which every request reads: once before the transaction commits ({@link #revokeInStore}), so that no failure in between leaves the rights,
 * and once after it ({@link #revokeAgain}), for sessions that began or changed their id in between. Thread-safe.
 */
@ApplicationScoped
public class AccountSessions {

    /** The database lock of all changes that take rights away. */
    public static final String LOCK = "accounts";

    @Inject
    Transactions transactions;

    @Inject
    SessionRegistry registry;

    /** Makes every session of the account reload its copy on its next request, which fires {@link AccountRefreshed}. */
    public void reloadAll(EntityManager entities, long accountId) {
        entities.createQuery("update Account a set a.revision = a.revision + 1 where a.id = :id")
                .setParameter("id", accountId)
                .executeUpdate();
    }

    /** Ends every session of the account. */
    public void endAll(EntityManager entities, long accountId) {
        endAll(entities, accountId, null);
    }

    /** @param kept the reference of the session that stays signed in; null if all end */
    public void endAll(EntityManager entities, long accountId, @Nullable String kept) {
        entities.createQuery("update Account a set a.epoch = a.epoch + 1, a.keptSession = :kept where a.id = :id")
                .setParameter("kept", kept)
                .setParameter("id", accountId)
                .executeUpdate();
    }

    /**
     * Takes rights from the sessions of an account in the store. The caller holds {@link #LOCK} and calls this as the last step of its change. If the
     * store does not answer, this throws and the change is rolled back.
     *
     * @param how whether the sessions end or reload the account
     */
    public void revokeInStore(EntityManager entities, long accountId, Revocation how) {
        entities.flush();
        revokeInStore(accountId, how, how == Revocation.END_SESSIONS ? 0 : revision(entities, accountId));
    }

    /** Repeats {@link #revokeInStore} after the commit. */
    public void revokeAgain(long accountId, Revocation how) {
        revokeInStore(
                accountId,
                how,
                how == Revocation.END_SESSIONS ? 0 : transactions.read(entities -> revision(entities, accountId)));
    }

    private void revokeInStore(long accountId, Revocation how, long revision) {
        var user = Long.toString(accountId);
        if (how == Revocation.END_SESSIONS) {
            registry.endAll(user, "", EndReason.ACCOUNT_CHANGED);
        } else if (revision > 0) {
            registry.setInAll(user, AccountAttributes.REVISION_DUE, revision);
        }
    }

    /** 0 if the account is deleted. */
    private static long revision(EntityManager entities, long accountId) {
        return entities.createQuery("select a.revision from Account a where a.id = :id", Long.class)
                .setParameter("id", accountId)
                .getResultStream()
                .findFirst()
                .orElse(0L);
    }

    /** The consequence for sessions of an account that loses rights. */
    public enum Revocation {
        /** They end. */
        END_SESSIONS,
        /** They reload the account. While the database cannot be reached, their requests get a 503. */
        RELOAD_ACCOUNT
    }

    /** The revisions of those of the accounts that are open. */
    public Map<Long, Long> revisions(Set<Long> accounts) {
        return transactions.read(entities -> entities.createQuery(
                        "select a.id, a.revision from Account a where a.id in :ids and a.active = true and a.locked = false",
                        Object[].class)
                .setParameter("ids", accounts)
                .getResultStream()
                .collect(Collectors.toMap(row -> (Long) row[0], row -> (Long) row[1])));
    }
}
