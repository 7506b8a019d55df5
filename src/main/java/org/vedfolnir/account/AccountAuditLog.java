package org.vedfolnir.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.SessionEvent;

/**
 * Records in the audit trail what is done to accounts and to what belongs to them. Request-scoped, so that beans needed at the start of the
 * application can inject it.
 */
@RequestScoped
public class AccountAuditLog {

    @Inject
    SessionRegistry registry;

    /** @param what was done and to whose account, or to which connection of one's own; never a password, a link or a token */
    public void record(String what) {
        registry.record(new SessionEvent.AccountChanged(what));
    }
}
