package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.function.Consumer;
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

    /** The active account of that name or e-mail address and that password; takes as long when there is none. */
    Optional<Account> authenticate(String nameOrEmail, String password) {
        var found = named(nameOrEmail);
        var right =
                passwords.verify(password, found.map(Account::getPasswordHash).orElse(null));
        return found.filter(account -> right && account.isActive());
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
