package org.vedfolnir.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.admin.SessionRegistry;
import org.vedfolnir.session.admin.SeveralEnded;
import org.vedfolnir.session.event.ClientNetwork;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.web.ForgeryFilter;

/** Who is signed in, in this request. Asking never creates a session. For one request, and so for one thread. */
@Named
@RequestScoped
public class SessionContext {

    /** The session's attributes; other programs read them in the document. */
    private static final String USER_ID = "user_id";

    private static final String USERNAME = "username";
    private static final String EMAIL = "email";
    private static final String ROLE = "role";
    private static final String EPOCH = "account_epoch";
    private static final String REVISION = "account_revision";
    /** The revision of the account that this session must have copied before it may do anything more. */
    static final String REVISION_DUE = "account_revision_due";

    private static final String CONFIRMED_AT = "confirmed_at";
    private static final String ADDRESS = "client_address";
    private static final String USER_AGENT = "user_agent";
    private static final String ANOMALY = "anomaly";
    /** ASVS 7.5: what could be done with a session that somebody left open asks for the password again after this time. */
    private static final Duration CONFIRMED_FOR = Duration.ofMinutes(5);

    private static final int TOKEN_BYTES = 32;
    private static final int LONGEST_USER_AGENT = 256;

    private static final SecureRandom RANDOM = new SecureRandom();

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

    /** Null when nobody is signed in. */
    public @Nullable Long getUserId() {
        return attribute(USER_ID) instanceof Number id ? id.longValue() : null;
    }

    /**
     * The id of who is signed in.
     *
     * @throws IllegalStateException when nobody is; pages that ask stand behind {@link SignInFilter}
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
    String requireUsername() {
        requireUserId();
        return Objects.requireNonNullElse(getUsername(), "");
    }

    public @Nullable String getUsername() {
        return (String) attribute(USERNAME);
    }

    public @Nullable String getEmail() {
        return (String) attribute(EMAIL);
    }

    /** Null when nobody is signed in. */
    public @Nullable Role getRole() {
        return attribute(ROLE) instanceof String role ? Role.valueOf(role.toUpperCase(Locale.ROOT)) : null;
    }

    /** Whether somebody is signed in who has this role, or one that includes it. */
    public boolean hasRole(Role least) {
        var role = getRole();
        return role != null && role.atLeast(least);
    }

    /** @throws RoleMissingException when nobody is signed in, or somebody with less; it becomes a 403 page */
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
        return attribute(CONFIRMED_AT) instanceof Number at
                && clock.instant().minus(CONFIRMED_FOR).isBefore(Instant.ofEpochMilli(at.longValue()));
    }

    /** The password was given again: the session goes on under a new id. */
    void confirm() {
        request.getSession().setAttribute(CONFIRMED_AT, clock.millis());
        request.changeSessionId();
    }

    /** The same with a new password: this session goes on under the account's present epoch, whatever that does to others. */
    void confirm(Account changed) {
        request.getSession().setAttribute(EPOCH, changed.getEpoch());
        confirm();
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
    String requireReference() {
        requireUserId();
        return Objects.requireNonNullElse(getReference(), "");
    }

    private @Nullable Object attribute(String name) {
        var session = request.getSession(false);
        return session == null ? null : session.getAttribute(name);
    }

    /** Makes the request's session this person's, under a new id; whatever the session held of somebody else is gone. */
    void signIn(Account account) {
        var before = request.getSession(false);
        if (before != null) {
            registry.endCurrent(EndReason.SIGNED_OUT);
        }
        var session = request.getSession();
        session.setAttribute(USER_ID, Objects.requireNonNull(account.getId(), "The account was never stored."));
        session.setAttribute(EPOCH, account.getEpoch());
        describe(session, account);
        session.setAttribute(CONFIRMED_AT, clock.millis());
        session.setAttribute(ForgeryFilter.ATTRIBUTE, token());
        describeClient(session);
        registry.record(new SessionEvent.SignedIn());
    }

    /** What the session tells of its person to pages, to other programs and to the container. */
    private void describe(HttpSession session, Account account) {
        session.setAttribute(USERNAME, account.getUsername());
        session.setAttribute(EMAIL, account.getEmail());
        session.setAttribute(ROLE, account.getRole().stored());
        session.setAttribute(REVISION, account.getRevision());
        registry.authenticated(account.getUsername(), account.getRole().included());
    }

    /** The account changed: the session goes on with what it is now, and under a new id when it may do more or less than before. */
    void copy(Account account) {
        var before = getRole();
        describe(request.getSession(), account);
        if (before != account.getRole()) {
            MovedSession.changing(request);
            request.changeSessionId();
        }
    }

    /** Of the account when this session was signed in. */
    long getEpoch() {
        return number(EPOCH);
    }

    /** Of the account when this session last copied it. */
    public long getRevision() {
        return number(REVISION);
    }

    /** Whether the account may do less than this session says. */
    boolean isCopyDue() {
        return number(REVISION_DUE) > getRevision();
    }

    /** The change that it was to copy did not happen. */
    void forgetCopyDue() {
        request.getSession().removeAttribute(REVISION_DUE);
    }

    private long number(String name) {
        return attribute(name) instanceof Number number ? number.longValue() : 0;
    }

    /** Records that somebody could not prove who she is, or may not come in for another reason. */
    void signInFailed(String reason) {
        registry.record(new SessionEvent.SignInFailed(reason));
    }

    /** Ends the session of this request, on every node; does nothing when nobody is signed in. */
    public void signOut() {
        if (isAuthenticated()) {
            signedOut.fire(new SignedOut(requireUserId(), requireUsername()));
        }
        end(EndReason.SIGNED_OUT);
    }

    /**
     * Signs out a browser that sent the cookies of several sessions, of which none is opened: all of them end when the form is of one of them.
     * A stranger who planted a cookie loses their own session. Nobody can tell whose the sessions are, so {@link SignedOut} is not fired.
     *
     * @param token of the form
     */
    SeveralEnded signOutOfSeveral(String token) {
        return registry.endSeveral(ForgeryFilter.ATTRIBUTE, token, EndReason.SIGNED_OUT);
    }

    /**
     * Saves what this request has changed and recorded so far.
     *
     * @return false when there is no room for another session of its person: nobody is signed in then
     */
    boolean save() {
        return registry.save();
    }

    /**
     * Lets the session live on as if it were used now, for a request that does not keep it alive by itself ({@code passivePaths}); does nothing
     * when nobody is signed in.
     */
    public void extend() {
        if (isAuthenticated() && registry.extend()) {
            extended.fire(new SessionExtended(requireUserId()));
        }
    }

    void end(EndReason reason) {
        registry.endCurrent(reason);
    }

    /** So that a person recognizes her sessions in a list. */
    private void describeClient(HttpSession session) {
        session.setAttribute(ADDRESS, ClientNetwork.of(request.getRemoteAddr()));
        var agent = request.getHeader("User-Agent");
        if (agent != null) {
            session.setAttribute(USER_AGENT, agent.substring(0, Math.min(agent.length(), LONGEST_USER_AGENT)));
        }
    }

    UserAgent signedInWith() {
        return UserAgent.of((String) attribute(USER_AGENT));
    }

    /** Records that another browser uses the session; again only when it is one that did not before, and only so many. */
    void noteAnomaly(UserAgent now) {
        var elsewhere = !ClientNetwork.of(request.getRemoteAddr()).equals(attribute(ADDRESS));
        var what = now + ", not " + signedInWith() + (elsewhere ? ", from elsewhere" : "");
        Anomalies.with((String) attribute(ANOMALY), what).ifPresent(noted -> {
            request.getSession().setAttribute(ANOMALY, noted);
            registry.record(new SessionEvent.Anomaly(what));
        });
    }

    private static String token() {
        var bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
