package org.vedfolnir.account.password;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountAuditLog;
import org.vedfolnir.account.AccountSessions;
import org.vedfolnir.account.AccountSessions.Revocation;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.hashing.HashingRequester;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.account.link.AccountLink;
import org.vedfolnir.account.link.AccountLinks;
import org.vedfolnir.account.link.LinkPurpose;
import org.vedfolnir.account.session.SignedInSession;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EndReason;

/** Changes passwords: with the current one, or with a one-time link from an administrator. Thread-safe. */
@ApplicationScoped
class PasswordChanges {

    @Inject
    Transactions transactions;

    @Inject
    AccountLinks links;

    @Inject
    AccountSessions accountSessions;

    @Inject
    Passwords passwords;

    @Inject
    SessionContext session;

    @Inject
    SignedInSession signedInSession;

    @Inject
    SessionRegistry registry;

    @Inject
    AccountAuditLog auditLog;

    /** The account whose password the token may set; empty for an invalid token and for an account that is locked or deactivated. */
    Optional<Account> byLink(String token) {
        return transactions.in(entities -> openedBy(entities, token));
    }

    private Optional<Account> openedBy(EntityManager entities, String token) {
        return links.find(entities, LinkPurpose.PASSWORD, token)
                .map(AccountLink::getAccountId)
                .map(id -> entities.find(Account.class, id))
                .filter(Account::isOpen);
    }

    /**
     * Uses the token up and ends all sessions of the account.
     *
     * @return false if the token is not valid any more
     */
    boolean chooseByLink(String token, String password) {
        // the holder of a valid link is a known requester; for an invalid one nothing is hashed
        var holder = byLink(token);
        if (holder.isEmpty()) {
            return false;
        }
        var hash = passwords.hash(password, HashingRequester.known(holder.get().requireId()));
        var changed = transactions.in(entities -> {
            var account = openedBy(entities, token);
            if (account.isEmpty() || !links.use(entities, LinkPurpose.PASSWORD, token)) {
                return Optional.<Long>empty();
            }
            account.get().setPasswordHash(hash);
            var id = account.map(Account::getId);
            id.ifPresent(owner -> {
                accountSessions.endAll(entities, owner);
                accountSessions.revokeInStore(entities, owner, Revocation.END_SESSIONS);
            });
            return id;
        });
        changed.ifPresent(id -> {
            accountSessions.revokeAgain(id, Revocation.END_SESSIONS);
            auditLog.record("password of account " + id + " chosen by link");
        });
        return changed.isPresent();
    }

    /**
     * Changes the password of the signed-in user, who has entered the current one. The session gets a new id; with {@code everywhere} all other
     * sessions end.
     *
     * @return the changed account; empty if it is closed or its password was changed in the meantime
     */
    Optional<Account> change(Account account, String password, boolean everywhere) {
        var hash = passwords.hash(password, HashingRequester.known(account.requireId()));
        var before = account.getPasswordHash();
        var changed = transactions.in(entities -> Optional.ofNullable(entities.find(Account.class, account.getId()))
                .filter(now -> now.isOpen() && now.getPasswordHash().equals(before))
                .map(now -> {
                    now.setPasswordHash(hash);
                    if (everywhere) {
                        accountSessions.endAll(entities, session.requireUserId(), session.requireReference());
                        entities.refresh(now);
                        endOthers();
                    }
                    return now;
                }));
        changed.ifPresent(now -> {
            signedInSession.confirm(now);
            if (everywhere) {
                endOthers();
            }
            auditLog.record("own password");
        });
        return changed;
    }

    /** Called before the commit, so that no failure leaves the sessions, and after it, for sessions that began in between. */
    private void endOthers() {
        registry.endAll(Long.toString(session.requireUserId()), session.requireReference(), EndReason.ACCOUNT_CHANGED);
    }
}
