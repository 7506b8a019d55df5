package org.vedfolnir.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.web.filter.ForgeryFilter;

/** The signed-in user of this request. Asking never creates a session. For one request, and thus for one thread. */
@Named
@RequestScoped
public class SessionContext {

    /** ASVS 7.5: what could be done with a session that somebody left open asks for the password again after this time. */
    private static final Duration CONFIRMED_FOR = Duration.ofMinutes(5);

    @Inject
    HttpServletRequest request;

    @Inject
    SessionRegistry registry;

    @Inject
    Clock clock;

    @Inject
    Event<SignedOut> signedOut;

    @Inject
    Event<SessionExtended> extended;

    public boolean isAuthenticated() {
        return getUserId() != null;
    }

    /** Null for a visitor. */
    public @Nullable Long getUserId() {
        return attribute(AccountAttributes.USER_ID) instanceof Number id ? id.longValue() : null;
    }

    /**
     * The id of the signed-in user.
     *
     * @throws IllegalStateException for a visitor; pages that call this stand behind {@code SignInFilter}
     */
    public long requireUserId() {
        var id = getUserId();
        if (id == null) {
            throw new IllegalStateException(
                    "Nobody is signed in. Put the page behind the sign-in filter, or ask isAuthenticated() first.");
        }
        return id;
    }

    /** As {@link #requireUserId()}. */
    public String requireUsername() {
        requireUserId();
        return Objects.requireNonNullElse(getUsername(), "");
    }

    public @Nullable String getUsername() {
        return (String) attribute(AccountAttributes.USERNAME);
    }

    public @Nullable String getEmail() {
        return (String) attribute(AccountAttributes.EMAIL);
    }

    /** Null for a visitor. */
    public @Nullable Role getRole() {
        return attribute(AccountAttributes.ROLE) instanceof String role
                ? Role.valueOf(role.toUpperCase(Locale.ROOT))
                : null;
    }

    /** Whether the user has this role, or one that includes it. */
    public boolean hasRole(Role least) {
        var role = getRole();
        return role != null && role.atLeast(least);
    }

    /** @throws RoleMissingException for a visitor, and for a user with a lesser role; it becomes a 403 page */
    public void requireRole(Role least) {
        if (!hasRole(least)) {
            throw new RoleMissingException(least, getRole());
        }
    }

    /** As {@link #requireUserId()}. */
    public Role requireRole() {
        requireUserId();
        return Objects.requireNonNullElse(getRole(), Role.VIEWER);
    }

    /** Whether the password was given in this session in the last five minutes. */
    public boolean isRecentlyConfirmed() {
        return attribute(AccountAttributes.CONFIRMED_AT) instanceof Number at
                && clock.instant().minus(CONFIRMED_FOR).isBefore(Instant.ofEpochMilli(at.longValue()));
    }

    /** What every form of this session must send back. */
    public @Nullable String getCsrfToken() {
        return (String) attribute(ForgeryFilter.ATTRIBUTE);
    }

    /** The session's public reference; null when there is none. */
    public @Nullable String getReference() {
        return registry.current().map(facts -> facts.handle()).orElse(null);
    }

    /** As {@link #requireUserId()}. */
    public String requireReference() {
        requireUserId();
        return Objects.requireNonNullElse(getReference(), "");
    }

    /** What the browser called itself when the session was signed in with it; null when it did not say. */
    @Nullable
    public String signedInUserAgent() {
        return (String) attribute(AccountAttributes.USER_AGENT);
    }

    /** Of the session, when there is one. */
    @Nullable
    public Object attribute(String name) {
        var session = request.getSession(false);
        return session == null ? null : session.getAttribute(name);
    }

    /** Of the account when this session was signed in. */
    public long getEpoch() {
        return number(AccountAttributes.EPOCH);
    }

    /** Of the account when this session last copied it. */
    public long getRevision() {
        return number(AccountAttributes.REVISION);
    }

    /** Whether the account may do less than this session says. */
    public boolean isReloadDue() {
        return number(AccountAttributes.REVISION_DUE) > getRevision();
    }

    private long number(String name) {
        return attribute(name) instanceof Number number ? number.longValue() : 0;
    }

    /** Ends the session of this request, on every node; does nothing for a visitor. */
    public void signOut() {
        if (isAuthenticated()) {
            signedOut.fire(new SignedOut(requireUserId(), requireUsername()));
        }
        registry.endCurrent(EndReason.SIGNED_OUT);
    }

    /**
     * Lets the session live on as if it were used now, for a request that does not keep it alive by itself ({@code passivePaths}); does nothing
     * for a visitor.
     */
    public void extend() {
        if (isAuthenticated() && registry.extend()) {
            extended.fire(new SessionExtended(requireUserId()));
        }
    }
}
