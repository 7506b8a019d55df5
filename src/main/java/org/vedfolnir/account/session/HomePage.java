package org.vedfolnir.account.session;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.SessionFacts;
import org.vedfolnir.session.admin.SessionRegistry;

/** What the home page shows of this session. For one request. */
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
                            "This request has no session. Put the page behind the sign-in filter."));
        }
        return session;
    }

    public String getNode() {
        return registry.node();
    }
}
