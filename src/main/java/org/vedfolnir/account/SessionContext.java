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

/** The signed-in user of this request. No method creates a session. For one request, and thus for one thread. */
@Named
@RequestScoped
public class SessionContext {

    /** After this time, sensitive actions require the password again (ASVS 7.5): the user may have left the session open. */
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
     * @throws IllegalStateException for a visitor; the sign-in filter protects the pages that call this
     */
    public long requireUserId() {
        var id = getUserId();
        if (id == null) {
            throw new IllegalStateException(
                    "No user is signed in. Remove the page from the public paths, or call isAuthenticated() first.");
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

    /** Whether the user has this role or one that includes it. */
    public boolean hasRole(Role least) {
        var role = getRole();
        return role != null && role.atLeast(least);
    }

    /** @throws RoleMissingException for a visitor, and for a user with a lesser role; the response is a 403 page */
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

    /** Whether the user entered the password in this session in the last five minutes. */
    public boolean isRecentlyConfirmed() {
        return attribute(AccountAttributes.CONFIRMED_AT) instanceof Number at
                && clock.instant().minus(CONFIRMED_FOR).isBefore(Instant.ofEpochMilli(at.longValue()));
    }

    /** The token that every form of this session must send back; null for a visitor. */
    public @Nullable String getCsrfToken() {
        return (String) attribute(ForgeryFilter.ATTRIBUTE);
    }

    /** The public reference of the session; null without a session. */
    public @Nullable String getReference() {
        return registry.current().map(facts -> facts.handle()).orElse(null);
    }

    /** As {@link #requireUserId()}. */
    public String requireReference() {
        requireUserId();
        return Objects.requireNonNullElse(getReference(), "");
    }

    /** The user agent with which the session was signed in; null if the browser sent none. */
    @Nullable
    public String signedInUserAgent() {
        return (String) attribute(AccountAttributes.USER_AGENT);
    }

    /** An attribute of the session; null without a session. */
    @Nullable
    public Object attribute(String name) {
        var session = request.getSession(false);
        return session == null ? null : session.getAttribute(name);
    }

    /** The epoch of the account at sign-in. */
    public long getEpoch() {
        return number(AccountAttributes.EPOCH);
    }

    /** The revision of the account that this session has copied. */
    public long getRevision() {
        return number(AccountAttributes.REVISION);
    }

    /** Whether the account has lost rights that this session still shows. */
    public boolean isReloadDue() {
        return number(AccountAttributes.REVISION_DUE) > getRevision();
    }

    private long number(String name) {
        return attribute(name) instanceof Number number ? number.longValue() : 0;
    }

    /** Ends the session of this request, on every node. Has no effect for a visitor. */
    public void signOut() {
        if (isAuthenticated()) {
            signedOut.fire(new SignedOut(requireUserId(), requireUsername()));
        }
        registry.endCurrent(EndReason.SIGNED_OUT);
    }

    /**
     * Extends the session as if it were used now, for requests that do not extend it by themselves ({@code passivePaths}). Has no effect for a
     * visitor.
     */
    public void extend() {
        if (isAuthenticated() && registry.extend()) {
            extended.fire(new SessionExtended(requireUserId()));
        }
    }
}
