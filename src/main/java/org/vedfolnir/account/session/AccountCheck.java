package org.vedfolnir.account.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountRefreshed;
import org.vedfolnir.account.AccountSessions;
import org.vedfolnir.account.Accounts;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.database.DatabaseUnavailability;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.session.event.EndReason;

/**
 * Compares the session with its account in the database once per request, so that a change takes effect with the next request (ASVS 7.4.2, 8.3.2).
 * While the database is unavailable, the node trusts the session, unless the store says that the account has lost rights since ({@link
 * AccountSessions}): such a session is not served until the database answers. Thread-safe.
 */
@ApplicationScoped
public class AccountCheck {

    @Inject
    Accounts accounts;

    @Inject
    SignedInSession signedIn;

    @Inject
    Event<AccountRefreshed> refreshed;

    @Inject
    Transactions transactions;

    /** Ends the session if the account requires it, or reloads a changed account. */
    public void check(SessionContext session) {
        try {
            check(session, accounts.current(session.requireUserId()));
        } catch (RuntimeException e) {
            if (!DatabaseUnavailability.isCauseOf(e) || session.isReloadDue()) {
                throw e;
            }
            // the session stays valid: a lock, a reset or a new password would have ended it in the store
        }
    }

    private void check(SessionContext session, Optional<Account> found) {
        var account = found.filter(
                each -> each.isOpen() && (each.getEpoch() == session.getEpoch() || each.keeps(session.getReference())));
        if (account.isEmpty()) {
            signedIn.end(EndReason.ACCOUNT_CHANGED);
        } else if (account.get().getRevision() != session.getRevision()) {
            signedIn.reload(account.get());
            refreshed.fire(new AccountRefreshed(account.get()));
        } else if (session.isReloadDue()) {
            clearStaleMark(session);
        }
    }

    /**
     * The announced change is in progress or was rolled back. Under the lock of such changes it is neither: a change that is not committed by then
     * was rolled back. Without this step, the mark would lock this session out whenever the database is unavailable.
     */
    private void clearStaleMark(SessionContext session) {
        try {
            transactions.withLock(AccountSessions.LOCK, entities -> {
                var account = entities.find(Account.class, session.requireUserId());
                if (account != null && account.getRevision() == session.getRevision()) {
                    signedIn.clearReloadDue();
                    signedIn.save();
                }
                return true;
            });
        } catch (RuntimeException e) {
            if (!DatabaseUnavailability.isCauseOf(e)) {
                throw e;
            }
            // the next request retries
        }
    }
}
