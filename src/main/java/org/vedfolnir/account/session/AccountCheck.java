package org.vedfolnir.account.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountChanges;
import org.vedfolnir.account.AccountRefreshed;
import org.vedfolnir.account.Accounts;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.database.Outage;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.session.event.EndReason;

/**
 * Compares what a session says of its person with the account as it is now, once a request, so that a change takes effect at the next
 * one (ASVS 7.4.2, 8.3.2). A node that cannot ask the database takes what the session says, unless the session has been told since that its
 * account may do less ({@link AccountChanges}): nothing is served to it until the database says what the account is now. Thread-safe.
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

    /** Ends the session when it is over, and lets it copy the account when that changed. */
    public void check(SessionContext session) {
        try {
            check(session, accounts.current(session.requireUserId()));
        } catch (RuntimeException e) {
            if (!Outage.isReasonOf(e) || session.isCopyDue()) {
                throw e;
            }
            // the session holds: a lock, a reset or a new password would have ended it in the store
        }
    }

    private void check(SessionContext session, Optional<Account> found) {
        var account = found.filter(
                each -> each.isOpen() && (each.getEpoch() == session.getEpoch() || each.keeps(session.getReference())));
        if (account.isEmpty()) {
            signedIn.end(EndReason.ACCOUNT_CHANGED);
        } else if (account.get().getRevision() != session.getRevision()) {
            signedIn.copy(account.get());
            refreshed.fire(new AccountRefreshed(account.get()));
        } else if (session.isCopyDue()) {
            settleMark(session);
        }
    }

    /**
     * The change that the session was told of is under way, or was rolled back. In the turn of those who make such changes it is neither: what
     * does not hold then never will, and would keep this session out whenever the database is away.
     */
    private void settleMark(SessionContext session) {
        try {
            transactions.inTurn(AccountChanges.TURN, entities -> {
                var account = entities.find(Account.class, session.requireUserId());
                if (account != null && account.getRevision() == session.getRevision()) {
                    signedIn.forgetCopyDue();
                    signedIn.save();
                }
                return true;
            });
        } catch (RuntimeException e) {
            if (!Outage.isReasonOf(e)) {
                throw e;
            }
            // the next request tries again
        }
    }
}
