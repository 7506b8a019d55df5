package org.vedfolnir.account.users;

import org.vedfolnir.account.AccountAuditLog;
import org.vedfolnir.account.AccountSessions;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.hashing.Passwords;
import org.vedfolnir.account.link.AccountLinks;
import org.vedfolnir.database.Transactions;

/** Puts an administration together as CDI does. */
public final class AdministrationOf {

    private AdministrationOf() {}

    public static AccountAdministration parts(
            Transactions transactions,
            SessionContext session,
            AccountAuditLog events,
            AccountLinks links,
            Passwords passwords,
            AccountSessions changes) {
        var administration = new AccountAdministration();
        administration.transactions = transactions;
        administration.session = session;
        administration.events = events;
        administration.links = links;
        administration.passwords = passwords;
        administration.changes = changes;
        return administration;
    }
}
