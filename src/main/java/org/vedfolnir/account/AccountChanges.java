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
 * Tells the sessions of an account that it changed. Each change is noted in the caller's transaction, and so with the change, or not at
 * all; it holds on every node that has the database from the next request on.
 *
 * <p>A node may have lost the database while another has it. What takes power is therefore told to the store as well, which every request
 * asks: {@link #takePower} before the transaction commits, so that no failure in between leaves the power, and after it, for a session that
 * began or changed its id in between. Thread-safe.
 */
@ApplicationScoped
public class AccountChanges {

    /** Of all changes that take power. */
    public static final String TURN = "accounts";

    @Inject
    Transactions transactions;

    @Inject
    SessionRegistry registry;

    /** Something that sessions hold a copy of is different: each copies it anew, and {@link AccountRefreshed} is fired in its request. */
    public void refreshed(EntityManager entities, long accountId) {
        entities.createQuery("update Account a set a.revision = a.revision + 1 where a.id = :id")
                .setParameter("id", accountId)
                .executeUpdate();
    }

    /** Every session that is signed in now is over. */
    public void sessionsEnd(EntityManager entities, long accountId) {
        sessionsEnd(entities, accountId, null);
    }

    /** @param kept the reference of the one that goes on; null for none */
    public void sessionsEnd(EntityManager entities, long accountId, @Nullable String kept) {
        entities.createQuery("update Account a set a.epoch = a.epoch + 1, a.keptSession = :kept where a.id = :id")
                .setParameter("kept", kept)
                .setParameter("id", accountId)
                .executeUpdate();
    }

    /**
     * Takes power from the sessions of an account in the store, in a change that the caller makes under {@link Transactions#inTurn}, and whose last
     * step this is: it throws when the store does not answer, and nothing is changed then.
     *
     * @param how what a demotion or an end means to the sessions
     */
    public void takePower(EntityManager entities, long accountId, PowerTaken how) {
        entities.flush();
        takePower(accountId, how, how == PowerTaken.SESSIONS_END ? 0 : revision(entities, accountId));
    }

    /** The same once more, when the change is committed. */
    public void powerWasTaken(long accountId, PowerTaken how) {
        takePower(
                accountId,
                how,
                how == PowerTaken.SESSIONS_END ? 0 : transactions.read(entities -> revision(entities, accountId)));
    }

    private void takePower(long accountId, PowerTaken how, long revision) {
        var user = Long.toString(accountId);
        if (how == PowerTaken.SESSIONS_END) {
            registry.endAll(user, "", EndReason.ACCOUNT_CHANGED);
        } else if (revision > 0) {
            registry.setInAll(user, AccountAttributes.REVISION_DUE, revision);
        }
    }

    /** 0 when the account is gone. */
    private static long revision(EntityManager entities, long accountId) {
        return entities.createQuery("select a.revision from Account a where a.id = :id", Long.class)
                .setParameter("id", accountId)
                .getResultStream()
                .findFirst()
                .orElse(0L);
    }

    /** What the sessions of an account have to expect when it may do less. */
    public enum PowerTaken {
        /** They are over. */
        SESSIONS_END,
        /** They go on as what the account is now; where nobody can ask the database what that is, their requests are answered 503. */
        SESSIONS_COPY
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
