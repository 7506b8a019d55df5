package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.SessionEvent;

/** Records denied requests in the audit trail. */
@ApplicationScoped
public class AccessDenials {

    /** The request attribute that selects the text of the 403 page. Set by the code that denies the request. */
    public static final String PAGE = "refused";

    @Inject
    SessionRegistry registry;

    /** @param reason the denied action, in a few words */
    public void record(String reason) {
        registry.record(new SessionEvent.AccessRefused(reason));
    }
}
