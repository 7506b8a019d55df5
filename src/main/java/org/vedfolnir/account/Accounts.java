package org.vedfolnir.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vedfolnir.database.Transactions;

/** The accounts in the database. Thread-safe. */
@ApplicationScoped
public class Accounts {

    @Inject
    Transactions transactions;

    private volatile boolean found;

    /** Whether the database has no account yet. Once it has one, the database is not asked again. */
    public boolean isEmpty() {
        if (!found) {
            found = transactions.in(Accounts::existIn);
        }
        return !found;
    }

    public static boolean existIn(EntityManager entities) {
        return entities.createQuery("select count(a) from Account a", Long.class)
                        .getSingleResult()
                > 0;
    }

    /** The current account, by one query; empty if it was deleted. */
    public Optional<Account> current(long id) {
        return Optional.ofNullable(transactions.read(entities -> entities.find(Account.class, id)));
    }

    /** By id; empty if the account was deleted. */
    public Optional<Account> find(long id) {
        return transactions.in(entities -> Optional.ofNullable(entities.find(Account.class, id)));
    }

    /**
     * Accounts by name.
     *
     * @param text contained in the name or the address; empty for all accounts
     * @param from the number of accounts to skip
     */
    public List<Account> search(String text, int from, int most) {
        var pattern = "%" + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
        return transactions.read(entities -> entities.createQuery(
                        "select a from Account a where lower(a.username) like :pattern escape '!'"
                                + " or lower(a.email) like :pattern escape '!' order by a.username",
                        Account.class)
                .setParameter("pattern", pattern)
                .setFirstResult(from)
                .setMaxResults(most)
                .getResultList());
    }

    /**
     * The account with this name or e-mail address, active or not. Any spelling with the same {@link FoldedName} matches. Earlier versions allowed
     * accounts whose names differ in nothing else; of those, only the exact spelling matches.
     */
    public Optional<Account> findByName(String nameOrEmail) {
        var typed = Normalizer.normalize(nameOrEmail, Normalizer.Form.NFC).strip();
        var folded = FoldedName.of(nameOrEmail);
        // no account can have such a name, and PostgreSQL rejects the character
        if (folded.isEmpty() || folded.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        var accounts = transactions.read(entities -> FoldedNames.findByFoldedName(entities, folded));
        return accounts.stream()
                .filter(account -> account.getUsername().equals(typed)
                        || account.getEmail().equals(typed))
                .findFirst()
                .or(() -> accounts.size() == 1 ? Optional.of(accounts.get(0)) : Optional.empty());
    }
}
