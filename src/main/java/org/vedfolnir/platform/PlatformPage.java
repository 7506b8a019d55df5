package org.vedfolnir.platform;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.SessionContext;

/** The list of connections, with a button to switch. For one request. */
@Named
@RequestScoped
public class PlatformPage {

    @Inject
    @SuppressWarnings("NullAway.Init")
    Platforms platforms;

    @Inject
    @SuppressWarnings("NullAway.Init")
    PlatformContext current;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SessionContext session;

    private @Nullable List<PlatformConnection> list;
    private boolean unknown;

    public List<PlatformConnection> getList() {
        if (list == null) {
            list = platforms.of(session.requireUserId());
        }
        return list;
    }

    /**
     * Switches, and shows the home page of the new connection.
     *
     * @param id what the row was rendered with; anything that is no connection of hers changes nothing, and the page says so
     */
    public @Nullable String use(@Nullable String id) {
        if (id != null && id.matches("\\d{1,18}") && current.switchTo(Long.parseLong(id))) {
            return "/home?faces-redirect=true";
        }
        unknown = true;
        return null;
    }

    public boolean isUnknown() {
        return unknown;
    }
}
