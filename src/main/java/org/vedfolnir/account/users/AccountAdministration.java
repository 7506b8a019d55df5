package org.vedfolnir.account.users;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.function.BiFunction;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountChanges;
import org.vedfolnir.account.AccountChanges.PowerTaken;
import org.vedfolnir.account.AccountDeleted;
import org.vedfolnir.account.AccountDetails;
import org.vedfolnir.account.AccountEvents;
import org.vedfolnir.account.ChangeRefusedException;
import org.vedfolnir.account.FoldedNames;
import org.vedfolnir.account.Role;
import org.vedfolnir.account.RoleChanged;
import org.vedfolnir.account.RoleMissingException;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.access.RoleRequired;
import org.vedfolnir.account.hashing.Asker;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.account.link.AccountLinks;
import org.vedfolnir.account.link.IssuedLink;
import org.vedfolnir.account.link.LinkPurpose;
import org.vedfolnir.database.Transactions;
import org.vedfolnir.web.Complaint;

/**
 * What an administrator does to accounts. Each change holds on every node from the next request on, and is recorded: first, as to tell the
 * sessions may fail when the change is committed already.
 *
 * <p>Administrators take turns, in each turn it is looked whether who acts still is one, and nobody may take power from herself: so one who
 * can sign in is always left, whatever two of them do to each other at once. Thread-safe.
 */
@ApplicationScoped
@RoleRequired(Role.ADMIN)
public class AccountAdministration {

    @Inject
    Transactions transactions;

    @Inject
    SessionContext session;

    @Inject
    AccountEvents events;

    @Inject
    AccountLinks links;

    @Inject
    AccountChanges changes;

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
     * @throws ChangeRefusedException when another account has that name or address
     */
    public IssuedLink create(AccountDetails details, Role role) {
        var nobodys = passwords.unknown(Asker.known(session.requireUserId()));
        var link = transactions.inTurn(AccountChanges.TURN, entities -> {
            requireAdministrator(entities);
            FoldedNames.requireUnused(entities, details, 0);
            var account = new Account(details.username(), details.email(), nobodys, role);
            entities.persist(account);
            entities.flush();
            return links.issue(entities, LinkPurpose.PASSWORD, account.getId());
        });
        events.record("created " + details.username() + " as " + role);
        return link;
    }

    /** @throws ChangeRefusedException when another account has that name or address, or this one is gone */
    void rename(long id, AccountDetails details) {
        var before = change(id, (entities, account) -> {
            var name = account.getUsername();
            FoldedNames.requireUnused(entities, details, id);
            account.rename(details);
            changes.refreshed(entities, id);
            return name;
        });
        events.record("renamed " + before + " to " + details.username());
    }

    /** @throws ChangeRefusedException when it is her own, or is gone */
    public void changeRole(long id, Role role) {
        var before = changeAnothers(id, (entities, account) -> {
            var had = account.getRole();
            account.setRole(role);
            changes.refreshed(entities, id);
            if (!role.atLeast(had)) {
                changes.takePower(entities, id, PowerTaken.SESSIONS_COPY);
            }
            return new RoleChanged(account, had);
        });
        events.record("role of " + before.account().getUsername() + ": " + before.before() + " to " + role);
        if (!role.atLeast(before.before())) {
            changes.powerWasTaken(id, PowerTaken.SESSIONS_COPY);
        }
        roleChanged.fire(before);
    }

    /** Keeps her out, or lets her in again: a lock is for a while. @throws ChangeRefusedException when it is her own, or is gone */
    public void setLocked(long id, boolean locked) {
        var name = changeAnothers(id, (entities, account) -> {
            account.setLocked(locked);
            changes.sessionsEnd(entities, id);
            changes.takePower(entities, id, PowerTaken.SESSIONS_END);
            return account.getUsername();
        });
        events.record((locked ? "locked " : "unlocked ") + name);
        changes.powerWasTaken(id, PowerTaken.SESSIONS_END);
    }

    /** Closes the account, or opens it again: she has left, and may come back. @throws ChangeRefusedException when it is her own, or is gone */
    public void setActive(long id, boolean active) {
        var name = changeAnothers(id, (entities, account) -> {
            account.setActive(active);
            changes.sessionsEnd(entities, id);
            changes.takePower(entities, id, PowerTaken.SESSIONS_END);
            return account.getUsername();
        });
        events.record((active ? "activated " : "deactivated ") + name);
        changes.powerWasTaken(id, PowerTaken.SESSIONS_END);
    }

    /**
     * Her password opens nothing any more, and her sessions are over: somebody else may know it.
     *
     * @return the link with which she chooses another
     * @throws ChangeRefusedException when it is her own, or is gone
     */
    public IssuedLink reset(long id) {
        var nobodys = passwords.unknown(Asker.known(session.requireUserId()));
        var link = changeAnothers(id, (entities, account) -> {
            account.setPasswordHash(nobodys);
            changes.sessionsEnd(entities, id);
            var issued = links.issue(entities, LinkPurpose.PASSWORD, id);
            changes.takePower(entities, id, PowerTaken.SESSIONS_END);
            return issued;
        });
        events.record("password of account " + id + " is to be chosen anew");
        changes.powerWasTaken(id, PowerTaken.SESSIONS_END);
        return link;
    }

    /** With everything that is hers, but for the audit trail. @throws ChangeRefusedException when it is her own, or is gone */
    public void delete(long id) {
        var name = changeAnothers(id, (entities, account) -> {
            deleted.fire(new AccountDeleted(account, entities));
            links.forget(entities, id);
            entities.remove(account);
            changes.takePower(entities, id, PowerTaken.SESSIONS_END);
            return account.getUsername();
        });
        events.record("deleted " + name);
        changes.powerWasTaken(id, PowerTaken.SESSIONS_END);
    }

    /** To herself she may not do what could leave nobody who can undo it. */
    private <T> T changeAnothers(long id, BiFunction<EntityManager, Account, T> work) {
        if (id == session.requireUserId()) {
            throw new ChangeRefusedException(Complaint.of("users.yourself"));
        }
        return change(id, work);
    }

    private <T> T change(long id, BiFunction<EntityManager, Account, T> work) {
        return transactions.inTurn(AccountChanges.TURN, entities -> {
            requireAdministrator(entities);
            var account = entities.find(Account.class, id);
            if (account == null) {
                throw new ChangeRefusedException(Complaint.of("users.gone"));
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
