package org.vedfolnir.account.session;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.web.Messages;

/** The end reason of the session whose cookie a visitor still sends. For requests of visitors who are not signed in. */
@RequestScoped
public class PreviousSessionEnd {

    @Inject
    SessionRegistry registry;

    /** The name of the reason; empty without such a cookie and after a sign-out. One round trip to the store if there is a cookie. */
    public Optional<String> reason() {
        return registry.requested()
                .flatMap(PreviousSessionEnd::reason)
                .filter(reason -> reason != EndReason.SIGNED_OUT)
                .map(EndReason::name);
    }

    /** The message key for a reason. A newer node may write reasons that this one has no text for. */
    public static String text(String reason) {
        var key = "ended." + reason;
        return Messages.has(key) ? key : "ended." + EndReason.INVALIDATED.name();
    }

    private static Optional<EndReason> reason(SessionStatus status) {
        if (status instanceof SessionStatus.Ended ended) {
            return Optional.of(ended.reason());
        }
        return status instanceof SessionStatus.Gone ? Optional.of(EndReason.EXPIRED) : Optional.empty();
    }
}
