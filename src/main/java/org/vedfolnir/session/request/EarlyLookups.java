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
 * What a request asked for before its scope began: Tomcat's connector, for each further cookie of the session's name, and valves of the host
 * or the engine. The connector is answered "none": an answer would cost a round trip for a style sheet. Its questions tell the ids
 * of the cookies, which a valve's question needs. {@link RequestScopeListener} takes the note over; {@link SessionValve} drops it when
 * the request ends, whatever stopped it before. On one thread.
 */
public final class EarlyLookups {

    /** Several managers are asked where versions of an application are deployed in parallel. */
    private static final ThreadLocal<@Nullable Map<RequestScopes, EarlyLookups>> CURRENT = new ThreadLocal<>();

    private final RequestScopes scopes;
    private final List<String> passedOver = new ArrayList<>(1);
    private @Nullable RequestedSessionId decision;
    private @Nullable String asked;
    private boolean decided;
    private @Nullable SessionVisit given;
    private @Nullable StoreUnavailableException outage;

    private EarlyLookups(RequestScopes scopes) {
        this.scopes = scopes;
    }

    /** The session that somebody asks for on a thread that is in no request of the manager. */
    public static @Nullable SessionVisit answer(RequestScopes scopes, String id) {
        return switch (LookupCaller.ofThisThread()) {
            case CONNECTOR_FOR_COOKIE -> {
                noted(scopes).passOver(id);
                yield null;
            }
            case CONNECTOR_FOR_VERSION -> noted(scopes).look(id);
            case VALVE ->
                RequestScopes.anyOnThisThread()
                        ? scopes.runtime().opener().look(id)
                        : noted(scopes).give(id);
            case ACCESS_LOG -> forTheLog(scopes, id);
            case OTHER -> scopes.runtime().opener().look(id);
        };
    }

    /** The answer is sent: an outage is no matter of the log. A note would stay for the next request on the thread. */
    private static @Nullable SessionVisit forTheLog(RequestScopes scopes, String id) {
        try {
            return scopes.runtime().opener().look(id);
        } catch (StoreUnavailableException e) {
            return null;
        }
    }

    /** Whether a note is on this thread, of whichever manager. */
    static boolean anyOnThisThread() {
        return CURRENT.get() != null;
    }

    private static EarlyLookups noted(RequestScopes scopes) {
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

    /** What was asked for on this thread, once; null for nothing. */
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

    /** Whoever was answered "none" because the store failed must not begin a session in the place of the one that there may be. */
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
        var found = look(id);
        if (given == null || !given.isTaken()) {
            given = found;
        }
        return found;
    }

    /** Nobody can answer 503 yet: whoever asks for the session in the application gets the outage. */
    private @Nullable SessionVisit look(String id) {
        asked = id;
        try {
            if (outage != null) {
                return null;
            }
            var meant = meantBy(id);
            return meant == null ? null : scopes.runtime().opener().look(meant);
        } catch (StoreUnavailableException e) {
            outage = e;
            return null;
        }
    }

    private @Nullable String meantBy(String id) {
        if (!decided) {
            decision = RequestedSessionId.decide(scopes.runtime(), candidates(id), id);
            decided = true;
        }
        return decision == null ? id : decision.meantBy(id);
    }

    /** In the order in which they came. The connector asks for all of them but the last. */
    private List<String> candidates(String id) {
        if (passedOver.isEmpty()) {
            return List.of();
        }
        var sent = new ArrayList<>(passedOver);
        sent.add(id);
        return DuplicateCookies.candidates(sent, scopes.runtime().running().ids()::isPlausible);
    }

    /**
     * Whether the note is of a request that names {@code id}. A valve that asks when an asynchronous request has left its scope leaves a note
     * for nobody.
     */
    boolean isOf(@Nullable String id) {
        return asked == null || asked.equals(id);
    }

    @Nullable
    RequestedSessionId decision() {
        return decision;
    }

    /** The session that was given to Tomcat's request, which may have kept it; null for none. */
    @Nullable
    SessionVisit given() {
        return given;
    }

    Optional<StoreUnavailableException> outage() {
        return Optional.ofNullable(outage);
    }
}
