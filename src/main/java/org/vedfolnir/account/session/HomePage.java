package org.vedfolnir.account.session;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.SessionFacts;
import org.vedfolnir.session.admin.SessionRegistry;

/** The session facts on the home page. For one request. */
@Named
@RequestScoped
public class HomePage {

    @Inject
    SessionRegistry registry;

    private @Nullable SessionFacts session;

    public SessionFacts getSession() {
        if (session == null) {
            session = registry.current()
                    .orElseThrow(() -> new IllegalStateException(
                            "This request has no session. Remove the page from the public paths."));
        }
        return session;
    }

    public String getNode() {
        return registry.node();
    }
}
