package org.vedfolnir.account.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.hashing.HashingBulkhead.Permit;
import org.vedfolnir.account.hashing.HashingOverloadException;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.database.Transactions;

/** Verifies passwords of accounts, and rehashes a password whose hash has outdated parameters. Thread-safe. */
@ApplicationScoped
public class Authenticator {

    @Inject
    Transactions transactions;

    @Inject
    Passwords passwords;

    /**
     * Whether the password belongs to the account and the account is open. Takes the same time without an account. A hash with outdated parameters is
     * replaced, because the password is known here.
     *
     * @throws HashingOverloadException if the wait exceeds the limit
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

    /** Has no effect if the password was changed in the meantime. */
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
