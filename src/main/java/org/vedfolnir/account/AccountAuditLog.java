package org.vedfolnir.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.SessionEvent;

/**
 * Records changes of accounts and of their data in the audit trail. Request-scoped, so that beans needed at the start of the application can inject
 * it.
 */
@RequestScoped
public class AccountAuditLog {

    @Inject
    SessionRegistry registry;

    /** @param what the change and the account, or the user's own connection, that it concerns; never a password, a link or a token */
    public void record(String what) {
        registry.record(new SessionEvent.AccountChanged(what));
    }
}
