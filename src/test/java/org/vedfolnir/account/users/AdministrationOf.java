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
            AccountAuditLog auditLog,
            AccountLinks links,
            Passwords passwords,
            AccountSessions accountSessions) {
        var administration = new AccountAdministration();
        administration.transactions = transactions;
        administration.session = session;
        administration.auditLog = auditLog;
        administration.links = links;
        administration.passwords = passwords;
        administration.accountSessions = accountSessions;
        return administration;
    }
}
