package org.vedfolnir.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.SessionEvent;

/** Records what is done to accounts, and to what belongs to them. Made when it is first asked, so that beans which the start of the application needs may have it. */
@RequestScoped
public class AccountEvents {

    @Inject
    SessionRegistry registry;

    /** @param what was done and to whose account, or to which connection of one's own; never a password, a link or a token */
    public void record(String what) {
        registry.record(new SessionEvent.AccountChanged(what));
    }
}
