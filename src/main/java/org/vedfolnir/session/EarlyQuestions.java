package org.vedfolnir.session;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * What a request asked for before its scope began: Tomcat's connector, for each further cookie of the session's name, and valves of the host
 * or the engine. The connector is answered "none": an answer would cost a round trip for a style sheet. Its questions tell the ids
 * of the cookies, which a valve's question needs. {@link RequestStart} takes the note over; {@link SessionValve} drops it when
 * the request ends, whatever stopped it before. On one thread.
 */
final class EarlyQuestions {

    /** Several managers are asked where versions of an application are deployed in parallel. */
    private static final ThreadLocal<@Nullable Map<VedfolnirSessionManager, EarlyQuestions>> CURRENT =
            new ThreadLocal<>();

    private final VedfolnirSessionManager manager;
    private final List<String> passedOver = new ArrayList<>(1);
    private RequestedId.@Nullable Decision decision;
    private @Nullable String asked;
    private boolean decided;
    private @Nullable SessionVisit given;
    private @Nullable StoreUnavailableException outage;

    private EarlyQuestions(VedfolnirSessionManager manager) {
        this.manager = manager;
    }

    /** The session that somebody asks for on a thread that is in no request of the manager. */
    static @Nullable SessionVisit answer(VedfolnirSessionManager manager, String id) {
        return switch (Questioner.ofThisThread()) {
            case CONNECTOR_FOR_COOKIE -> {
                noted(manager).passOver(id);
                yield null;
            }
            case CONNECTOR_FOR_VERSION -> noted(manager).look(id);
            case VALVE ->
                RequestScope.anyOnThisThread()
                        ? manager.look(id)
                        : noted(manager).give(id);
            case ACCESS_LOG -> forTheLog(manager, id);
            case OTHER -> manager.look(id);
        };
    }

    /** The answer is sent: an outage is no matter of the log. A note would stay for the next request on the thread. */
    private static @Nullable SessionVisit forTheLog(VedfolnirSessionManager manager, String id) {
        try {
            return manager.look(id);
        } catch (StoreUnavailableException e) {
            return null;
        }
    }

    /** Whether a note is on this thread, of whichever manager. */
    static boolean anyOnThisThread() {
        return CURRENT.get() != null;
    }

    private static EarlyQuestions noted(VedfolnirSessionManager manager) {
        var all = CURRENT.get();
        if (all == null) {
            all = new IdentityHashMap<>(1);
            CURRENT.set(all);
        }
        return all.computeIfAbsent(manager, EarlyQuestions::new);
    }

    private static @Nullable EarlyQuestions known(VedfolnirSessionManager manager) {
        var all = CURRENT.get();
        return all == null ? null : all.get(manager);
    }

    /** What was asked for on this thread, once; null for nothing. */
    static @Nullable EarlyQuestions take(VedfolnirSessionManager manager) {
        var known = known(manager);
        drop();
        return known;
    }

    static void drop() {
        if (CURRENT.get() != null) {
            CURRENT.remove();
        }
    }

    /** Whoever was answered "none" because the store failed must not begin a session in the place of the one that there may be. */
    static void refuseInOutage(VedfolnirSessionManager manager) {
        var known = known(manager);
        if (known != null && known.outage != null) {
            throw known.outage;
        }
    }

    private void passOver(String id) {
        decided = false;
        if (passedOver.size() <= SeveralCookies.MOST && !passedOver.contains(id)) {
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
            return meant == null ? null : manager.look(meant);
        } catch (StoreUnavailableException e) {
            outage = e;
            return null;
        }
    }

    private @Nullable String meantBy(String id) {
        if (!decided) {
            decision = RequestedId.Decision.of(manager, candidates(id), id);
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
        return SeveralCookies.candidates(sent, manager.ids()::mayBe);
    }

    /**
     * Whether the note is of a request that names {@code id}. A valve that asks when an asynchronous request has left its scope leaves a note
     * for nobody.
     */
    boolean isOf(@Nullable String id) {
        return asked == null || asked.equals(id);
    }

    RequestedId.@Nullable Decision decision() {
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
