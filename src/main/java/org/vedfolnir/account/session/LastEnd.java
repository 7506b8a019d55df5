package org.vedfolnir.account.session;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.Standing;
import org.vedfolnir.web.Texts;

/** Why the session is over whose cookie a visitor still has. For one request of who is not signed in. */
@RequestScoped
public class LastEnd {

    @Inject
    SessionRegistry registry;

    /** The reason's name; empty for a visitor without such a cookie, and for who signed out. One round trip when there is a cookie. */
    public Optional<String> reason() {
        return registry.requested()
                .flatMap(LastEnd::reason)
                .filter(reason -> reason != EndReason.SIGNED_OUT)
                .map(EndReason::name);
    }

    /** The key of the words for a reason; a newer node may know reasons for which this one has none of its own. */
    public static String text(String reason) {
        var key = "ended." + reason;
        return Texts.has(key) ? key : "ended." + EndReason.INVALIDATED.name();
    }

    private static Optional<EndReason> reason(Standing standing) {
        if (standing instanceof Standing.Ended ended) {
            return Optional.of(ended.reason());
        }
        return standing instanceof Standing.Gone ? Optional.of(EndReason.EXPIRED) : Optional.empty();
    }
}
