package org.vedfolnir.session.registry;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.catalina.realm.GenericPrincipal;
import org.vedfolnir.session.admin.SessionFacts;
import org.vedfolnir.session.admin.SeveralEnded;
import org.vedfolnir.session.engine.TooManySessionsException;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventSum;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.http.SessionVisit;
import org.vedfolnir.session.http.VedfolnirSession;
import org.vedfolnir.session.request.RequestScopes;
import org.vedfolnir.session.store.SessionId;

/** The session of the request that the current thread serves. Thread-safe. */
record CurrentSession(RequestScopes scopes, SessionDetails details) {

    private Optional<SessionVisit> visit() {
        var scope = scopes.current();
        var request = scope == null ? null : scope.request();
        return request != null && request.getSessionInternal(false) instanceof SessionVisit visit
                ? Optional.of(visit)
                : Optional.empty();
    }

    private Optional<VedfolnirSession> session() {
        return visit().map(SessionVisit::session);
    }

    Optional<SessionFacts> facts() {
        return session().map(session -> details.of(session.document(), session.lastAccess()));
    }

    /** Returns the stored id. */
    Optional<SessionId> storedId() {
        return session().flatMap(session -> Optional.ofNullable(session.storedId()));
    }

    /** Returns the stored id of the session whose id the client sent; empty if it sent none. */
    Optional<SessionId> requested() {
        var scope = scopes.current();
        if (scope == null) {
            return Optional.empty();
        }
        var silence = scope.silence();
        if (silence != null) {
            throw silence;
        }
        return scopes.runtime().opener().place(scope.lookup().requestedId());
    }

    /** As {@link org.vedfolnir.session.admin.SessionRegistry#authenticated}. */
    void authenticated(String name, List<String> roles) {
        visit().ifPresent(visit -> {
            var principal = new GenericPrincipal(name, roles);
            visit.setAuthType(HttpServletRequest.FORM_AUTH);
            visit.setPrincipal(principal);
            var request = Objects.requireNonNull(scopes.current()).request();
            if (request != null) {
                request.setAuthType(HttpServletRequest.FORM_AUTH);
                request.setUserPrincipal(principal);
            }
        });
    }

    /** As {@link org.vedfolnir.session.admin.SessionRegistry#save}. */
    boolean save() {
        var scope = scopes.current();
        if (scope == null) {
            return true;
        }
        try {
            scope.commit();
            return true;
        } catch (TooManySessionsException e) {
            visit().ifPresent(SessionVisit::abandon);
            return false;
        }
    }

    /** Returns false if there is no session, or if it has ended. */
    boolean extend() {
        return session().map(VedfolnirSession::stayAlive).orElse(false);
    }

    void end(EndReason reason) {
        session().ifPresent(session -> {
            session.ending().because(reason);
            session.getSession().invalidate();
        });
    }

    /** As {@link org.vedfolnir.session.admin.SessionRegistry#endSeveral}. */
    SeveralEnded endSeveral(String attribute, String value, EndReason reason) {
        var scope = scopes.current();
        var request = scope == null ? null : scope.clientRequest();
        return request == null
                ? SeveralEnded.NONE
                : new DuplicateCookieSessions(scopes.runtime(), request.getCookies()).end(attribute, value, reason);
    }

    /** Keeps an event until the session is saved. If that is not possible, returns the event to write at once. */
    Optional<NewEvent> record(SessionEvent event) {
        var session = session();
        if (session.isPresent() && !EventSum.isSummed(event)) {
            session.get().record(event);
            return Optional.empty();
        }
        return Optional.of(session.map(each -> each.event(event))
                .orElseGet(() -> scopes.runtime().events().event(event, null, null)));
    }
}
