package org.vedfolnir.platform;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.web.AccessDenials;

/**
 * The list of connections: switch, make default, check. An id of another user's connection changes nothing, and the page says so. For one request.
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

    /** Whether the user has a single, active connection: it is current and the default without being chosen. */
    public boolean isOnlyOne() {
        return getList().size() == 1 && getList().get(0).isActive();
    }

    /** Switches, and shows a confirmation on the same page. */
    public @Nullable String use(@Nullable String sent) {
        var id = ConnectionId.of(sent);
        if (id.isPresent() && current.switchTo(id.getAsLong())) {
            return "/platforms?faces-redirect=true&done=switched";
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

    /** Checks the connection and shows the result. */
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

    /** The checked connection; null if none was checked. */
    public @Nullable PlatformConnection getTested() {
        return tested;
    }

    public @Nullable ConnectionCheck getResult() {
        return result;
    }
}
