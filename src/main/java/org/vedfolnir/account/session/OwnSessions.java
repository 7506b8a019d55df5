package org.vedfolnir.account.session;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.session.admin.SessionFacts;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EndReason;

/** The page that lists a user's own sessions and ends them. For one request. */
@Named
@RequestScoped
public class OwnSessions {

    @Inject
    HttpServletRequest request;

    @Inject
    SessionContext session;

    @Inject
    SessionRegistry registry;

    private @Nullable List<OwnSession> list;
    private boolean gone;

    /** The current session first, then the others by last use. */
    public List<OwnSession> getList() {
        if (list == null) {
            var here = session.getReference();
            list = registry.sessionsOf(user()).stream()
                    .map(facts -> row(facts, here))
                    .sorted(Comparator.comparing(OwnSession::current).reversed())
                    .toList();
        }
        return list;
    }

    /**
     * Ends another session of the user, on every node. The current one has the sign-out button.
     *
     * @param reference from the row of the list; null or unknown if the form was tampered with
     */
    public @Nullable String end(@Nullable String reference) throws IOException {
        if (!session.isRecentlyConfirmed()) {
            return PasswordConfirmation.redirect("/sessions");
        }
        if (reference != null
                && !reference.equals(session.getReference())
                && registry.end(user(), reference, EndReason.ENDED_BY_USER)) {
            return "/sessions?faces-redirect=true&ended=one";
        }
        gone = true;
        return null;
    }

    /** Ends all sessions except this one. */
    public @Nullable String endOthers() throws IOException {
        if (!session.isRecentlyConfirmed()) {
            return PasswordConfirmation.redirect("/sessions");
        }
        registry.endAll(user(), session.requireReference(), EndReason.ENDED_BY_USER);
        return "/sessions?faces-redirect=true&others=ended";
    }

    /** Whether the session had already ended, or belongs to another user. */
    public boolean isGone() {
        return gone;
    }

    private String user() {
        return Long.toString(session.requireUserId());
    }

    private OwnSession row(SessionFacts facts, @Nullable String here) {
        var attributes = facts.attributes();
        return new OwnSession(
                facts.handle(),
                UserAgent.of((String) attributes.get("user_agent")).describe(request),
                Objects.toString(attributes.get("client_address"), ""),
                (String) attributes.get("platform_name"),
                facts.createdAt(),
                facts.lastActivity(),
                facts.expiresAt().orElse(null),
                facts.handle().equals(here));
    }
}
