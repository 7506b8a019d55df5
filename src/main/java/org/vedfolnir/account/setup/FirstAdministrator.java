package org.vedfolnir.account.setup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountAuditLog;
import org.vedfolnir.account.AccountDetails;
import org.vedfolnir.account.Accounts;
import org.vedfolnir.account.FirstAccount;
import org.vedfolnir.account.Role;
import org.vedfolnir.account.hashing.HashingRequester;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.account.link.AccountLinks;
import org.vedfolnir.account.link.IssuedLink;
import org.vedfolnir.account.link.LinkPurpose;
import org.vedfolnir.database.Transactions;

/** Creates the first account of an empty database, with a one-time link. Thread-safe. */
@ApplicationScoped
public class FirstAdministrator {

    private static final System.Logger LOG = System.getLogger(FirstAdministrator.class.getName());
    private static final String LOCK = "first-start";

    @Inject
    Transactions transactions;

    @Inject
    AccountLinks links;

    @Inject
    Passwords passwords;

    @Inject
    AccountAuditLog auditLog;

    @Inject
    Event<FirstAccount> first;

    /** Issues a link if there is no account. The previous link, which may be lost or expired, becomes invalid. */
    public Optional<IssuedLink> offer() {
        if (transactions.in(Accounts::existIn)) {
            return Optional.empty();
        }
        return transactions.withLock(LOCK, entities -> {
            if (Accounts.existIn(entities)) {
                return Optional.<IssuedLink>empty();
            }
            if (links.isOpen(entities, LinkPurpose.FIRST_ACCOUNT)) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "The link for the first account that was printed before is no longer valid. An earlier start printed it, or another node or"
                                + " another run on this database. Use the newest link.");
            }
            return Optional.of(links.issue(entities, LinkPurpose.FIRST_ACCOUNT, null));
        });
    }

    /** Whether the token can create the first account. */
    boolean isOffered(String token) {
        return transactions.in(entities ->
                links.find(entities, LinkPurpose.FIRST_ACCOUNT, token).isPresent() && !Accounts.existIn(entities));
    }

    /** Creates the account and uses the token up; empty if the token is invalid, or another request was faster. */
    public Optional<Account> create(String token, AccountDetails details, String password) {
        var hash = passwords.hash(password, HashingRequester.first());
        var made = transactions.withLock(LOCK, entities -> {
            if (Accounts.existIn(entities) || !links.use(entities, LinkPurpose.FIRST_ACCOUNT, token)) {
                return Optional.<Account>empty();
            }
            var admin = new Account(details.username(), details.email(), hash, Role.ADMIN);
            entities.persist(admin);
            entities.flush();
            first.fire(new FirstAccount(admin, entities));
            return Optional.of(admin);
        });
        made.ifPresent(admin -> auditLog.record("made the first account, " + admin.getUsername()));
        return made;
    }
}
