package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.SessionEvent;

/** Records denied requests in the audit trail. */
@ApplicationScoped
public class AccessDenials {

    /** The request attribute that says which words the page of a refusal has; whoever refuses inside of the application sets it. */
    public static final String PAGE = "refused";

    @Inject
    SessionRegistry registry;

    /** @param reason what was refused, in a word */
    public void record(String reason) {
        registry.record(new SessionEvent.AccessRefused(reason));
    }
}
