package org.vedfolnir.platform;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.web.AccessDenials;

/**
 * The list of connections: switch, make default, check. The id of another user's connection changes nothing, and the page says so. For one request.
 */
@Named
@RequestScoped
public class PlatformPage {

    @Inject
    Platforms platforms;

    @Inject
    PlatformContext current;

    @Inject
    ConnectionChecks tests;

    @Inject
    AccessDenials denials;

    @Inject
    SessionContext session;

    private @Nullable List<PlatformConnection> list;
    private @Nullable PlatformConnection tested;
    private @Nullable ConnectionCheck result;
    private boolean unknown;

    public List<PlatformConnection> getList() {
        if (list == null) {
            list = platforms.all(session.requireUserId());
        }
        return list;
    }

    /** Switches, and shows the home page of the new connection. */
    public @Nullable String use(@Nullable String sent) {
        var id = ConnectionId.of(sent);
        if (id.isPresent() && current.switchTo(id.getAsLong())) {
            return "/home?faces-redirect=true";
        }
        unknown = true;
        return null;
    }

    public @Nullable String prefer(@Nullable String sent) {
        var id = ConnectionId.of(sent);
        if (id.isPresent() && platforms.prefer(session.requireUserId(), id.getAsLong()) == Platforms.Outcome.DONE) {
            return "/platforms?faces-redirect=true&done=defaulted";
        }
        refuse(sent);
        return null;
    }

    /** Asks the server, and shows what came of it. */
    public @Nullable String test(@Nullable String sent) {
        var found = ConnectionId.of(sent).stream()
                .mapToObj(id -> platforms.find(session.requireUserId(), id))
                .findFirst()
                .flatMap(connection -> connection);
        found.ifPresentOrElse(
                connection -> {
                    tested = connection;
                    result = tests.of(connection);
                },
                () -> refuse(sent));
        return null;
    }

    private void refuse(@Nullable String sent) {
        ConnectionId.of(sent).ifPresent(id -> denials.record(PlatformContext.REFUSED));
        unknown = true;
    }

    public boolean isUnknown() {
        return unknown;
    }

    /** What was tested; null when nothing was. */
    public @Nullable PlatformConnection getTested() {
        return tested;
    }

    public @Nullable ConnectionCheck getResult() {
        return result;
    }
}
