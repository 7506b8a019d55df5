package org.vedfolnir.session.request;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.http.SessionVisit;
import org.vedfolnir.session.id.DuplicateCookies;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Session lookups before a request's scope begins: by Tomcat's connector, for each further cookie of the session's
 * name, and by valves of the host or the engine. The connector gets "none", since an answer would cost a round trip for
 * a style sheet. Its lookups show the ids of the cookies, which a valve's lookup needs. {@link RequestScopeListener}
 * takes the record over; {@link SessionValve} drops it at the request's end, however the request was stopped. Used by
 * one thread.
 */
public final class EarlyLookups {

    /** There are several managers if versions of an application are deployed in parallel. */
    private static final ThreadLocal<@Nullable Map<RequestScopes, EarlyLookups>> CURRENT = new ThreadLocal<>();

    private final RequestScopes scopes;
    private final List<String> passedOver = new ArrayList<>(1);
    private @Nullable RequestedSessionId decision;
    private @Nullable String lastId;
    private boolean decided;
    private @Nullable SessionVisit given;
    private @Nullable StoreUnavailableException outage;

    private EarlyLookups(RequestScopes scopes) {
        this.scopes = scopes;
    }

    /** Returns the session for a lookup on a thread that serves no request of the manager; null if there is none. */
    public static @Nullable SessionVisit answer(RequestScopes scopes, String id) {
        return switch (LookupCaller.ofThisThread()) {
            case CONNECTOR_FOR_COOKIE -> {
                recordOf(scopes).passOver(id);
                yield null;
            }
            case CONNECTOR_FOR_VERSION -> recordOf(scopes).peek(id);
            case VALVE ->
                RequestScopes.anyOnThisThread()
                        ? scopes.runtime().opener().peek(id)
                        : recordOf(scopes).give(id);
            case ACCESS_LOG -> forTheLog(scopes, id);
            case OTHER -> scopes.runtime().opener().peek(id);
        };
    }

    /**
     * The response is sent, so an outage does not matter to the log. A record would remain for the thread's next
     * request.
     */
    private static @Nullable SessionVisit forTheLog(RequestScopes scopes, String id) {
        try {
            return scopes.runtime().opener().peek(id);
        } catch (StoreUnavailableException e) {
            return null;
        }
    }

    /** Whether this thread has a record, of any manager. */
    static boolean anyOnThisThread() {
        return CURRENT.get() != null;
    }

    private static EarlyLookups recordOf(RequestScopes scopes) {
        var all = CURRENT.get();
        if (all == null) {
            all = new IdentityHashMap<>(1);
            CURRENT.set(all);
        }
        return all.computeIfAbsent(scopes, EarlyLookups::new);
    }

    private static @Nullable EarlyLookups known(RequestScopes scopes) {
        var all = CURRENT.get();
        return all == null ? null : all.get(scopes);
    }

    /** Removes and returns this thread's record; null if there is none. */
    static @Nullable EarlyLookups take(RequestScopes scopes) {
        var known = known(scopes);
        drop();
        return known;
    }

    static void drop() {
        if (CURRENT.get() != null) {
            CURRENT.remove();
        }
    }

    /** A caller that got "none" because the store failed must not create a session in place of an existing one. */
    public static void refuseInOutage(RequestScopes scopes) {
        var known = known(scopes);
        if (known != null && known.outage != null) {
            throw known.outage;
        }
    }

    private void passOver(String id) {
        decided = false;
        if (passedOver.size() <= DuplicateCookies.MOST && !passedOver.contains(id)) {
            passedOver.add(id);
        }
    }

    private @Nullable SessionVisit give(String id) {
        var found = peek(id);
        if (given == null || !given.isTaken()) {
            given = found;
        }
        return found;
    }

    /** A 503 is not possible yet: the first lookup by the application throws the outage. */
    private @Nullable SessionVisit peek(String id) {
        lastId = id;
        try {
            if (outage != null) {
                return null;
            }
            var chosen = resolve(id);
            return chosen == null ? null : scopes.runtime().opener().peek(chosen);
        } catch (StoreUnavailableException e) {
            outage = e;
            return null;
        }
    }

    private @Nullable String resolve(String id) {
        if (!decided) {
            decision = RequestedSessionId.decide(scopes.runtime(), candidates(id), id);
            decided = true;
        }
        return decision == null ? id : decision.resolve(id);
    }

    /** The ids in the order of their cookies. The connector looks up all but the last. */
    private List<String> candidates(String id) {
        if (passedOver.isEmpty()) {
            return List.of();
        }
        var sent = new ArrayList<>(passedOver);
        sent.add(id);
        return DuplicateCookies.candidates(sent, scopes.runtime().running().ids()::isPlausible);
    }

    /**
     * Whether the record belongs to a request that names {@code id}. A valve's lookup after an asynchronous request has
     * left its scope leaves a record that belongs to no request.
     */
    boolean isOf(@Nullable String id) {
        return lastId == null || lastId.equals(id);
    }

    @Nullable
    RequestedSessionId decision() {
        return decision;
    }

    /** Returns the session that Tomcat's request got, and may have kept; null if there is none. */
    @Nullable
    SessionVisit given() {
        return given;
    }

    Optional<StoreUnavailableException> outage() {
        return Optional.ofNullable(outage);
    }
}
