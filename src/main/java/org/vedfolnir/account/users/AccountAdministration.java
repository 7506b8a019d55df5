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
 * What administrators do to accounts. A change takes effect on every node with the next request. It is recorded in the audit trail before the sessions are
 * told again, since that may fail after the commit.
 *
 * <p>Changes are serialized by a database lock. Each one re-checks that its actor is still an administrator, and nobody can take rights from themselves:
 * so at least one administrator who can sign in is always left. Thread-safe.
 */
@ApplicationScoped
@RoleRequired(Role.ADMIN)
public class AccountAdministration {

    @Inject
    Transactions transactions;

    @Inject
    SessionContext session;

    @Inject
    AccountAuditLog events;

    @Inject
    AccountLinks links;

    @Inject
    AccountSessions changes;

    @Inject
    Passwords passwords;

    @Inject
    Event<AccountDeleted> deleted;

    @Inject
    Event<RoleChanged> roleChanged;

    /**
     * Makes an account in which nobody can sign in before she has chosen a password.
     *
     * @return the link with which she does
     * @throws AccountChangeRejectedException when another account has that name or address
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
        events.record("created " + details.username() + " as " + role);
        return link;
    }

    /** @throws AccountChangeRejectedException when another account has that name or address, or this one is gone */
    void rename(long id, AccountDetails details) {
        var before = change(id, (entities, account) -> {
            var name = account.getUsername();
            FoldedNames.requireUnused(entities, details, id);
            account.rename(details);
            changes.reloadAll(entities, id);
            return name;
        });
        events.record("renamed " + before + " to " + details.username());
    }

    /** @throws AccountChangeRejectedException when it is her own, or is gone */
    public void changeRole(long id, Role role) {
        var before = changeAnothers(id, (entities, account) -> {
            var had = account.getRole();
            account.setRole(role);
            changes.reloadAll(entities, id);
            if (!role.atLeast(had)) {
                changes.revokeInStore(entities, id, Revocation.RELOAD_ACCOUNT);
            }
            return new RoleChanged(account, had);
        });
        events.record("role of " + before.account().getUsername() + ": " + before.before() + " to " + role);
        if (!role.atLeast(before.before())) {
            changes.revokeAgain(id, Revocation.RELOAD_ACCOUNT);
        }
        roleChanged.fire(before);
    }

    /** Keeps her out, or lets her in again: a lock is for a while. @throws AccountChangeRejectedException when it is her own, or is gone */
    public void setLocked(long id, boolean locked) {
        var name = changeAnothers(id, (entities, account) -> {
            account.setLocked(locked);
            changes.endAll(entities, id);
            changes.revokeInStore(entities, id, Revocation.END_SESSIONS);
            return account.getUsername();
        });
        events.record((locked ? "locked " : "unlocked ") + name);
        changes.revokeAgain(id, Revocation.END_SESSIONS);
    }

    /** Closes the account, or opens it again: she has left, and may come back. @throws AccountChangeRejectedException when it is her own, or is gone */
    public void setActive(long id, boolean active) {
        var name = changeAnothers(id, (entities, account) -> {
            account.setActive(active);
            changes.endAll(entities, id);
            changes.revokeInStore(entities, id, Revocation.END_SESSIONS);
            return account.getUsername();
        });
        events.record((active ? "activated " : "deactivated ") + name);
        changes.revokeAgain(id, Revocation.END_SESSIONS);
    }

    /**
     * Her password opens nothing any more, and her sessions are over: somebody else may know it.
     *
     * @return the link with which she chooses another
     * @throws AccountChangeRejectedException when it is her own, or is gone
     */
    public IssuedLink reset(long id) {
        var placeholder = passwords.hashOfRandomPassword(HashingRequester.known(session.requireUserId()));
        var link = changeAnothers(id, (entities, account) -> {
            account.setPasswordHash(placeholder);
            changes.endAll(entities, id);
            var issued = links.issue(entities, LinkPurpose.PASSWORD, id);
            changes.revokeInStore(entities, id, Revocation.END_SESSIONS);
            return issued;
        });
        events.record("password of account " + id + " is to be chosen anew");
        changes.revokeAgain(id, Revocation.END_SESSIONS);
        return link;
    }

    /** With everything that is hers, but for the audit trail. @throws AccountChangeRejectedException when it is her own, or is gone */
    public void delete(long id) {
        var name = changeAnothers(id, (entities, account) -> {
            deleted.fire(new AccountDeleted(account, entities));
            links.forget(entities, id);
            entities.remove(account);
            changes.revokeInStore(entities, id, Revocation.END_SESSIONS);
            return account.getUsername();
        });
        events.record("deleted " + name);
        changes.revokeAgain(id, Revocation.END_SESSIONS);
    }

    /** To herself she may not do what could leave nobody who can undo it. */
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

    /** The session may say so and be wrong by now: who had the turn before may have changed that. */
    private void requireAdministrator(EntityManager entities) {
        var actor = entities.find(Account.class, session.requireUserId());
        if (actor == null || !actor.isOpen() || !actor.getRole().atLeast(Role.ADMIN)) {
            throw new RoleMissingException(Role.ADMIN, actor == null ? null : actor.getRole());
        }
    }
}
