package org.vedfolnir.account;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.vedfolnir.web.ValidationMessage;

/** Finds accounts by folded name. Stateless. */
public final class FoldedNames {

    private FoldedNames() {}

    /**
     * Accounts with this folded name or address. An account without a folded name is compared in memory: an older node has just created it, or it
     * shares the name with another account.
     */
    static List<Account> findByFoldedName(EntityManager entities, String folded) {
        return entities.createQuery(
                        "select a from Account a where a.usernameFolded = :folded or a.emailFolded = :folded"
                                + " or a.usernameFolded is null or a.emailFolded is null",
                        Account.class)
                .setParameter("folded", folded)
                .getResultStream()
                .filter(account -> FoldedName.of(account.getUsername()).equals(folded)
                        || FoldedName.of(account.getEmail()).equals(folded))
                .toList();
    }

    /** @throws AccountChangeRejectedException when another account than this one has that name or address */
    public static void requireUnused(EntityManager entities, AccountDetails details, long except) {
        var name = FoldedName.of(details.username());
        var address = FoldedName.of(details.email());
        var candidates = entities.createQuery(
                        "select a from Account a where a.id <> :except and (a.usernameFolded = :name or a.emailFolded"
                                + " = :address or a.usernameFolded is null or a.emailFolded is null)",
                        Account.class)
                .setParameter("except", except)
                .setParameter("name", name)
                .setParameter("address", address)
                .getResultList();
        if (candidates.stream()
                .anyMatch(each -> FoldedName.of(each.getUsername()).equals(name))) {
            throw new AccountChangeRejectedException(
                    ValidationMessage.at("username", "users.usernameTaken", details.username()));
        } else if (candidates.stream()
                .anyMatch(each -> FoldedName.of(each.getEmail()).equals(address))) {
            throw new AccountChangeRejectedException(
                    ValidationMessage.at("email", "users.emailTaken", details.email()));
        }
        // a node of an earlier version renames an account without updating its folded names
        candidates.forEach(Account::forgetFoldedNamesOfBefore);
        entities.flush();
    }
}
