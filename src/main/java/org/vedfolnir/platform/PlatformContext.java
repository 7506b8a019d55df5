package org.vedfolnir.platform;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.SignedIn;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.web.Refusals;

/** Which connection is current in this session. Asking never creates a session. For one request, and so for one thread. */
@Named
@RequestScoped
public class PlatformContext {

    private static final String ID = "platform_connection_id";
    private static final String NAME = "platform_name";
    private static final String TYPE = "platform_type";
    private static final String INSTANCE_URL = "platform_instance_url";

    @Inject
    @SuppressWarnings("NullAway.Init")
    HttpServletRequest request;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SessionContext session;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SessionRegistry registry;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Refusals refusals;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Platforms platforms;

    /** Null when none is current. */
    public @Nullable Long getId() {
        return attribute(ID) instanceof Number id ? id.longValue() : null;
    }

    public @Nullable String getName() {
        return (String) attribute(NAME);
    }

    /** {@code mastodon} or {@code pixelfed}; null when none is current. */
    public @Nullable String getType() {
        return (String) attribute(TYPE);
    }

    public @Nullable String getInstanceUrl() {
        return (String) attribute(INSTANCE_URL);
    }

    /**
     * The current connection's id.
     *
     * @throws IllegalStateException when none is current
     */
    public long require() {
        return Objects.requireNonNullElseGet(getId(), () -> {
            throw new IllegalStateException("No platform connection is current. Let the person choose one first.");
        });
    }

    private @Nullable Object attribute(String name) {
        var http = request.getSession(false);
        return http == null ? null : http.getAttribute(name);
    }

    /**
     * Makes one of the person's own active connections current, in this session, on every node.
     *
     * @return whether there is such a connection; otherwise nothing changes
     */
    public boolean switchTo(long id) {
        var found = platforms.find(session.requireUserId(), id);
        found.ifPresentOrElse(this::use, () -> refusals.record("platform connection " + id));
        return found.isPresent();
    }

    void signedIn(@Observes SignedIn event) {
        var owner = Objects.requireNonNull(event.account().getId(), "The account was never stored.");
        platforms.of(owner).stream().findFirst().ifPresent(this::use);
    }

    /** Four attributes set in one request: the engine keeps or merges them as one. */
    private void use(PlatformConnection connection) {
        var http = request.getSession();
        http.setAttribute(ID, Objects.requireNonNull(connection.getId(), "The connection was never stored."));
        http.setAttribute(NAME, connection.getName());
        http.setAttribute(TYPE, connection.getType().stored());
        http.setAttribute(INSTANCE_URL, connection.getInstanceUrl());
        registry.record(new SessionEvent.PlatformSwitched(connection.getName()));
    }
}
