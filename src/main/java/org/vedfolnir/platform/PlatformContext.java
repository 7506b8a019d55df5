package org.vedfolnir.platform;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountRefreshed;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.SignedIn;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.web.AccessDenials;

/** The current connection of this session. No query creates a session. For one request, and so for one thread. */
@Named
@RequestScoped
public class PlatformContext {

    private static final String ID = "platform_connection_id";
    private static final String NAME = "platform_name";
    private static final String TYPE = "platform_type";
    private static final String INSTANCE_URL = "platform_instance_url";

    /**
     * The recorded reason if a connection belongs to another user. It has no id: the client chooses the id, and each one would add a row to the audit
     * trail.
     */
    static final String REFUSED = "platform connection";

    @Inject
    HttpServletRequest request;

    @Inject
    SessionContext session;

    @Inject
    SessionRegistry registry;

    @Inject
    AccessDenials denials;

    @Inject
    Platforms platforms;

    @Inject
    Event<PlatformChanged> changed;

    /** The four fields, consistent; empty if there is no current connection. */
    public Optional<Platform> current() {
        return attribute(ID) instanceof Number id
                        && attribute(NAME) instanceof String name
                        && attribute(TYPE) instanceof String type
                        && attribute(INSTANCE_URL) instanceof String url
                ? Optional.of(new Platform(id.longValue(), name, type, url))
                : Optional.empty();
    }

    /** Null without a current connection. */
    public @Nullable Long getId() {
        return current().map(Platform::id).orElse(null);
    }

    public @Nullable String getName() {
        return current().map(Platform::name).orElse(null);
    }

    /** {@code mastodon} or {@code pixelfed}; null without a current connection. */
    public @Nullable String getType() {
        return current().map(Platform::type).orElse(null);
    }

    public @Nullable String getInstanceUrl() {
        return current().map(Platform::instanceUrl).orElse(null);
    }

    /**
     * The id of the current connection.
     *
     * @throws NoPlatformException without a current connection; {@link NoPlatformFilter} handles it
     */
    public long require() {
        return current().orElseThrow(NoPlatformException::new).id();
    }

    private @Nullable Object attribute(String name) {
        var http = request.getSession(false);
        return http == null ? null : http.getAttribute(name);
    }

    /**
     * Makes one of the user's own active connections current in this session, on every node. If it already is, nothing happens.
     *
     * @return whether the user has such a connection; otherwise nothing changes
     */
    public boolean switchTo(long id) {
        var found = platforms.find(session.requireUserId(), id);
        found.ifPresentOrElse(this::use, () -> denials.record(REFUSED));
        return found.isPresent();
    }

    void signedIn(@Observes SignedIn event) {
        preferredOf(event.account()).ifPresent(this::use);
    }

    /** The connections may have changed: updates the fields of the current one, or replaces it by the default one. */
    void refreshed(@Observes AccountRefreshed event) {
        var id = getId();
        var same = id == null ? Optional.<PlatformConnection>empty() : platforms.find(id(event.account()), id);
        same.or(() -> preferredOf(event.account())).ifPresentOrElse(this::use, this::none);
    }

    private Optional<PlatformConnection> preferredOf(Account account) {
        return platforms.of(id(account)).stream().findFirst();
    }

    private static long id(Account account) {
        return Objects.requireNonNull(account.getId(), "The account has no id yet. Store it first.");
    }

    /** Sets four attributes in one request, so that the engine stores or merges them together. */
    private void use(PlatformConnection connection) {
        var before = current().orElse(null);
        var next = Platform.of(connection);
        if (next.equals(before)) {
            return;
        }
        var http = request.getSession();
        http.setAttribute(ID, next.id());
        http.setAttribute(NAME, next.name());
        http.setAttribute(TYPE, next.type());
        http.setAttribute(INSTANCE_URL, next.instanceUrl());
        if (before == null || before.id() != next.id()) {
            registry.record(new SessionEvent.PlatformSwitched(next.name()));
            changed.fire(new PlatformChanged(before, next));
        }
    }

    private void none() {
        current().ifPresent(before -> {
            var http = request.getSession();
            for (var name : List.of(ID, NAME, TYPE, INSTANCE_URL)) {
                http.removeAttribute(name);
            }
            changed.fire(new PlatformChanged(before, null));
        });
    }
}
