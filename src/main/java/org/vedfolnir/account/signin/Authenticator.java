package org.vedfolnir.account.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.hashing.HashingBulkhead.Permit;
import org.vedfolnir.account.hashing.HashingOverloadException;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.database.Transactions;

/** Verifies passwords of accounts, and rehashes those whose hash has outdated parameters. Thread-safe. */
@ApplicationScoped
public class Authenticator {

    @Inject
    Transactions transactions;

    @Inject
    Passwords passwords;

    /**
     * Whether that is the password of an account that is open; takes as long when there is no account. A hash with parameters of an
     * earlier version is replaced, since the password is known here.
     *
     * @throws HashingOverloadException when no turn came in time
     */
    public boolean authenticate(@Nullable Account account, String password, Permit permit) {
        var hash = account == null ? null : account.getPasswordHash();
        if (!passwords.verify(password, hash, permit) || account == null || !account.isOpen()) {
            return false;
        }
        if (passwords.isOutdated(account.getPasswordHash())) {
            rehash(account, password, permit);
        }
        return true;
    }

    private void rehash(Account account, String password, Permit permit) {
        try {
            replace(account, passwords.hash(password, permit));
        } catch (HashingOverloadException e) {
            // the next sign-in does it
        }
    }

    /** Unless the password was changed meanwhile. */
    private void replace(Account account, String fresh) {
        var before = account.getPasswordHash();
        var done = transactions.in(entities -> entities.createQuery(
                        "update Account a set a.passwordHash = :fresh where a.id = :id and a.passwordHash = :before")
                .setParameter("fresh", fresh)
                .setParameter("id", account.getId())
                .setParameter("before", before)
                .executeUpdate());
        if (done > 0) {
            account.setPasswordHash(fresh);
        }
    }
}
