package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.database.Transactions;

/** The accounts in the database. Thread-safe. */
@ApplicationScoped
public class Accounts {

    @Inject
    @SuppressWarnings("NullAway.Init")
    Transactions transactions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Passwords passwords;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Event<FirstAccount> first;

    /**
     * Whether that is the password of an account that is open; takes as long when there is no account. A hash with parameters of an
     * earlier version is made anew, now that the password is known.
     */
    boolean authenticate(@Nullable Account account, String password) {
        var hash = account == null ? null : account.getPasswordHash();
        if (!passwords.verify(password, hash) || account == null || !account.isOpen()) {
            return false;
        }
        if (passwords.isOutdated(account.getPasswordHash())) {
            rehash(account, passwords.hash(password));
        }
        return true;
    }

    /** Unless the password was changed meanwhile. */
    private void rehash(Account account, String fresh) {
        var before = account.getPasswordHash();
        var done = transactions.in(entities -> entities.createQuery(
                        "update Account a set a.passwordHash = :fresh where a.id = :id and a.passwordHash = :before")
                .setParameter("fresh", fresh)
                .setParameter("id", account.getId())
                .setParameter("before", before)
                .executeUpdate());
        if (done > 0) {
            account.rehashed(fresh);
        }
    }

    /** As it is now, in one question to the database; empty when it was deleted. */
    Optional<Account> current(long id) {
        return Optional.ofNullable(transactions.read(entities -> entities.find(Account.class, id)));
    }

    /** By its id; empty when it was deleted. */
    Optional<Account> find(long id) {
        return transactions.in(entities -> Optional.ofNullable(entities.find(Account.class, id)));
    }

    /** The account of that name or e-mail address, active or not. */
    Optional<Account> named(String nameOrEmail) {
        return transactions.in(entities -> entities.createQuery(
                        "select a from Account a where a.username = :name or lower(a.email) = lower(:name)",
                        Account.class)
                .setParameter("name", nameOrEmail)
                .getResultStream()
                .findFirst());
    }

    /**
     * Gives an empty database its administrator, with a random password that is told once. When two nodes start at once, one of them
     * does.
     */
    void createFirst(Consumer<String> tellPassword) {
        if (transactions.in(Accounts::count) > 0) {
            return;
        }
        var password = passwords.random();
        var hash = passwords.hash(password);
        var created = transactions.inTurn("first-start", entities -> {
            if (count(entities) > 0) {
                return false;
            }
            var admin = new Account("admin", "admin@localhost", hash, Role.ADMIN);
            entities.persist(admin);
            entities.flush();
            first.fire(new FirstAccount(admin, entities));
            return true;
        });
        if (created) {
            tellPassword.accept(password);
        }
    }

    private static long count(EntityManager entities) {
        return entities.createQuery("select count(a) from Account a", Long.class)
                .getSingleResult();
    }
}
