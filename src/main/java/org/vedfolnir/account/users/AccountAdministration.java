package org.vedfolnir.account.users;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.function.BiFunction;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountAuditLog;
import org.vedfolnir.account.AccountChangeRejectedException;
import org.vedfolnir.account.AccountDeleted;
import org.vedfolnir.account.AccountDetails;
import org.vedfolnir.account.AccountSessions;
import org.vedfolnir.account.AccountSessions.Revocation;
import org.vedfolnir.account.FoldedNames;
import org.vedfolnir.account.Role;
import org.vedfolnir.account.RoleChanged;
import org.vedfolnir.account.RoleMissingException;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.access.RoleRequired;
import org.vedfolnir.account.hashing.HashingRequester;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.account.link.AccountLinks;
import org.vedfolnir.account.link.IssuedLink;
import org.vedfolnir.account.link.LinkPurpose;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.web.ValidationMessage;

/**
 * Changes that administrators make to accounts. A change takes effect on every node with the next request. It is recorded in the audit trail before
 * the sessions are revoked again, because that step may fail after the commit.
 *
 * <p>A database lock serializes the changes. Each one re-checks that its actor is still an administrator, and no administrator can remove their own
 * rights. So at least one administrator who can sign in always remains. Thread-safe.
 */
@ApplicationScoped
@RoleRequired(Role.ADMIN)
public class AccountAdministration {

    @Inject
    Transactions transactions;

    @Inject
    SessionContext session;

    @Inject
    AccountAuditLog auditLog;

    @Inject
    AccountLinks links;

    @Inject
    AccountSessions accountSessions;

    @Inject
    Passwords passwords;

    @Inject
    Event<AccountDeleted> deleted;

    @Inject
    Event<RoleChanged> roleChanged;

    /**
     * Creates an account. Its user can sign in after choosing a password.
     *
     * @return the one-time link for choosing it
     * @throws AccountChangeRejectedException if another account has this name or address
     */
    public IssuedLink create(AccountDetails details, Role role) {
        var placeholder = passwords.hashOfRandomPassword(HashingRequester.known(session.requireUserId()));
        var link = transactions.withLock(AccountSessions.LOCK, entities -> {
            requireAdministrator(entities);
            FoldedNames.requireUnused(entities, details, 0);
            var account = new Account(details.username(), details.email(), placeholder, role);
            entities.persist(account);
            entities.flush();
            return links.issue(entities, LinkPurpose.PASSWORD, account.getId());
        });
        auditLog.record("created " + details.username() + " as " + role);
        return link;
    }

    /** @throws AccountChangeRejectedException if another account has this name or address, or this account was deleted */
    void rename(long id, AccountDetails details) {
        var before = change(id, (entities, account) -> {
            var name = account.getUsername();
            FoldedNames.requireUnused(entities, details, id);
            account.rename(details);
            accountSessions.reloadAll(entities, id);
            return name;
        });
        auditLog.record("renamed " + before + " to " + details.username());
    }

    /** @throws AccountChangeRejectedException for the administrator's own account, and for one that no longer exists */
    public void changeRole(long id, Role role) {
        var before = changeAnothers(id, (entities, account) -> {
            var had = account.getRole();
            account.setRole(role);
            accountSessions.reloadAll(entities, id);
            if (!role.atLeast(had)) {
                accountSessions.revokeInStore(entities, id, Revocation.RELOAD_ACCOUNT);
            }
            return new RoleChanged(account, had);
        });
        auditLog.record("role of " + before.account().getUsername() + ": " + before.before() + " to " + role);
        if (!role.atLeast(before.before())) {
            accountSessions.revokeAgain(id, Revocation.RELOAD_ACCOUNT);
        }
        roleChanged.fire(before);
    }

    /**
     * Locks or unlocks the account.
     *
     * @throws AccountChangeRejectedException for the administrator's own account, and for one that no longer exists
     */
    public void setLocked(long id, boolean locked) {
        var name = changeAnothers(id, (entities, account) -> {
            account.setLocked(locked);
            accountSessions.endAll(entities, id);
            accountSessions.revokeInStore(entities, id, Revocation.END_SESSIONS);
            return account.getUsername();
        });
        auditLog.record((locked ? "locked " : "unlocked ") + name);
        accountSessions.revokeAgain(id, Revocation.END_SESSIONS);
    }

    /**
     * Deactivates the account of a user who has left, or activates it again.
     *
     * @throws AccountChangeRejectedException for the administrator's own account, and for one that no longer exists
     */
    public void setActive(long id, boolean active) {
        var name = changeAnothers(id, (entities, account) -> {
            account.setActive(active);
            accountSessions.endAll(entities, id);
            accountSessions.revokeInStore(entities, id, Revocation.END_SESSIONS);
            return account.getUsername();
        });
        auditLog.record((active ? "activated " : "deactivated ") + name);
        accountSessions.revokeAgain(id, Revocation.END_SESSIONS);
    }

    /**
     * Resets the password, for example because another person may know it. The password stops working, and all sessions of the account end.
     *
     * @return the one-time link for choosing a new password
     * @throws AccountChangeRejectedException for the administrator's own account, and for one that no longer exists
     */
    public IssuedLink reset(long id) {
        var placeholder = passwords.hashOfRandomPassword(HashingRequester.known(session.requireUserId()));
        var link = changeAnothers(id, (entities, account) -> {
            account.setPasswordHash(placeholder);
            accountSessions.endAll(entities, id);
            var issued = links.issue(entities, LinkPurpose.PASSWORD, id);
            accountSessions.revokeInStore(entities, id, Revocation.END_SESSIONS);
            return issued;
        });
        auditLog.record("password of account " + id + " is to be chosen anew");
        accountSessions.revokeAgain(id, Revocation.END_SESSIONS);
        return link;
    }

    /**
     * Deletes the account and all that belongs to it, except the audit trail.
     *
     * @throws AccountChangeRejectedException for the administrator's own account, and for one that no longer exists
     */
    public void delete(long id) {
        var name = changeAnothers(id, (entities, account) -> {
            deleted.fire(new AccountDeleted(account, entities));
            links.forget(entities, id);
            entities.remove(account);
            accountSessions.revokeInStore(entities, id, Revocation.END_SESSIONS);
            return account.getUsername();
        });
        auditLog.record("deleted " + name);
        accountSessions.revokeAgain(id, Revocation.END_SESSIONS);
    }

    /** Administrators cannot make changes to themselves that perhaps no other administrator could undo. */
    private <T> T changeAnothers(long id, BiFunction<EntityManager, Account, T> work) {
        if (id == session.requireUserId()) {
            throw new AccountChangeRejectedException(ValidationMessage.of("users.yourself"));
        }
        return change(id, work);
    }

    private <T> T change(long id, BiFunction<EntityManager, Account, T> work) {
        return transactions.withLock(AccountSessions.LOCK, entities -> {
            requireAdministrator(entities);
            var account = entities.find(Account.class, id);
            if (account == null) {
                throw new AccountChangeRejectedException(ValidationMessage.of("users.gone"));
            }
            return work.apply(entities, account);
        });
    }

    /** The session may be out of date: the previous holder of the lock may have changed the role of the actor. */
    private void requireAdministrator(EntityManager entities) {
        var actor = entities.find(Account.class, session.requireUserId());
        if (actor == null || !actor.isOpen() || !actor.getRole().atLeast(Role.ADMIN)) {
            throw new RoleMissingException(Role.ADMIN, actor == null ? null : actor.getRole());
        }
    }
}
