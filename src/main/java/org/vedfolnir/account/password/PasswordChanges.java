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

/** Changes passwords: with the present one, or with a one-time link from an administrator. Thread-safe. */
@ApplicationScoped
class PasswordChanges {

    @Inject
    Transactions transactions;

    @Inject
    AccountLinks links;

    @Inject
    AccountSessions changes;

    @Inject
    Passwords passwords;

    @Inject
    SessionContext session;

    @Inject
    SignedInSession signedInSession;

    @Inject
    SessionRegistry registry;

    @Inject
    AccountAuditLog events;

    /** Whose password the token lets choose; empty when it opens nothing, or her account is closed. */
    Optional<Account> byLink(String token) {
        return transactions.in(entities -> openedBy(entities, token));
    }

    private Optional<Account> openedBy(EntityManager entities, String token) {
        return links.find(entities, LinkPurpose.PASSWORD, token)
                .map(AccountLink::getAccountId)
                .map(id -> entities.find(Account.class, id))
                .filter(Account::isOpen);
    }

    /** Uses the token up, and ends all sessions of the account. @return whether it was; false when the token opens nothing any more */
    boolean chooseByLink(String token, String password) {
        // who holds a link is known by it; one that opens nothing is not worth a hash
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
                changes.endAll(entities, owner);
                changes.revokeInStore(entities, owner, Revocation.END_SESSIONS);
            });
            return id;
        });
        changed.ifPresent(id -> {
            changes.revokeAgain(id, Revocation.END_SESSIONS);
            events.record("password of account " + id + " chosen by link");
        });
        return changed.isPresent();
    }

    /**
     * Changes that of who is signed in, after she gave the present one. Her session goes on under a new id; with {@code everywhere} all others are
     * over.
     *
     * @return the account as it is now; empty when it is closed or was changed meanwhile
     */
    Optional<Account> change(Account account, String password, boolean everywhere) {
        var hash = passwords.hash(password, HashingRequester.known(account.requireId()));
        var before = account.getPasswordHash();
        var changed = transactions.in(entities -> Optional.ofNullable(entities.find(Account.class, account.getId()))
                .filter(now -> now.isOpen() && now.getPasswordHash().equals(before))
                .map(now -> {
                    now.setPasswordHash(hash);
                    if (everywhere) {
                        changes.endAll(entities, session.requireUserId(), session.requireReference());
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
            events.record("own password");
        });
        return changed;
    }

    /** Before the change is committed, so that no failure leaves them; and after it, for one that began in between. */
    private void endOthers() {
        registry.endAll(Long.toString(session.requireUserId()), session.requireReference(), EndReason.ACCOUNT_CHANGED);
    }
}
