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

    /** Whether there is no account yet; does not ask the database any more once there was one. */
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

    /** As it is now, in one question to the database; empty when it was deleted. */
    public Optional<Account> current(long id) {
        return Optional.ofNullable(transactions.read(entities -> entities.find(Account.class, id)));
    }

    /** By its id; empty when it was deleted. */
    public Optional<Account> find(long id) {
        return transactions.in(entities -> Optional.ofNullable(entities.find(Account.class, id)));
    }

    /**
     * Accounts by name.
     *
     * @param text that the name or the address contains; empty for all
     * @param from how many are passed over
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
     * The account of that name or e-mail address, active or not, in any spelling with the same {@link FoldedName}. Of accounts whose names
     * differ in nothing else, which earlier versions allowed, the one that is spelled exactly so; without such a one, none.
     */
    public Optional<Account> findByName(String nameOrEmail) {
        var typed = Normalizer.normalize(nameOrEmail, Normalizer.Form.NFC).strip();
        var folded = FoldedName.of(nameOrEmail);
        // no database keeps such a character, and PostgreSQL fails at it
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
