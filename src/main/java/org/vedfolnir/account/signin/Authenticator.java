package org.vedfolnir.account.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.hashing.BusyException;
import org.vedfolnir.account.hashing.HashingPlaces.Place;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.database.Transactions;

/** Checks passwords against accounts. Thread-safe. */
@ApplicationScoped
public class Authenticator {

    @Inject
    Transactions transactions;

    @Inject
    Passwords passwords;

    /**
     * Whether that is the password of an account that is open; takes as long when there is no account. A hash with parameters of an
     * earlier version is made anew, now that the password is known.
     *
     * @throws BusyException when no turn came in time
     */
    public boolean authenticate(@Nullable Account account, String password, Place place) {
        var hash = account == null ? null : account.getPasswordHash();
        if (!passwords.verify(password, hash, place) || account == null || !account.isOpen()) {
            return false;
        }
        if (passwords.isOutdated(account.getPasswordHash())) {
            rehash(account, password, place);
        }
        return true;
    }

    private void rehash(Account account, String password, Place place) {
        try {
            replace(account, passwords.hash(password, place));
        } catch (BusyException e) {
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
