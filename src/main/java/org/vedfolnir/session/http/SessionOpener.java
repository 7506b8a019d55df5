package org.vedfolnir.session.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.engine.Access;
import org.vedfolnir.session.engine.SessionEngine;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.id.ClientIds;
import org.vedfolnir.session.id.InvalidCookieLog;
import org.vedfolnir.session.store.SessionId;

/** Finds sessions of one application, by a client's id or by a stored id. Thread-safe. */
public final class SessionOpener {

    private final SessionRuntime runtime;
    private final InvalidCookieLog badCookies = new InvalidCookieLog(System::nanoTime);
    /** Whether this node has seen a session under the id of another application's. */
    private volatile boolean crossed;

    SessionOpener(SessionRuntime runtime) {
        this.runtime = runtime;
    }

    private ClientIds ids() {
        return runtime.running().ids();
    }

    private SessionEngine engine() {
        return runtime.running().engine();
    }

    private SharedSessions shared() {
        return runtime.shared();
    }

    /**
     * Returns the stored id of a session.
     *
     * @param isCrossed whether another application dispatched a request with that id to this one
     */
    SessionId stored(String id, boolean isCrossed) {
        return runtime.place(id, isCrossed);
    }

    /** Returns the stored id for an id that a client sent; empty if that is not a session id. */
    public Optional<SessionId> place(@Nullable String sent) {
        return sent != null && ids().isPlausible(sent) ? Optional.of(stored(sent, false)) : Optional.empty();
    }

    /** Returns the stored ids that a session may have. */
    Stream<SessionId> places(String id) {
        return crossed || CrossContextIds.isPossible(runtime.context())
                ? Stream.of(stored(id, false), stored(id, true))
                : Stream.of(stored(id, false));
    }

    /** Returns the stored id of a session, by handle, after a change of id. */
    Optional<SessionId> placeOf(String handle) {
        return runtime.running().store().placement().idOf(handle);
    }

    /**
     * Whether an id names a session of this application that this node can read. This does not use the session. An id
     * that names none is not recorded, since a browser may send another application's id all day.
     */
    public boolean names(String id) {
        var first = likely(id);
        return ids().isPlausible(id)
                && (isAt(stored(id, first.isCrossed()))
                        || isElsewhere(first) && isAt(stored(id, first.other().isCrossed()))
                        || isOfFormerManager(id));
    }

    /** Whether a session of another manager has this id, which a request would take over. */
    private boolean isOfFormerManager(String id) {
        var adoption = runtime.running().adoption();
        return adoption != null && adoption.isKnown(id, stored(id, false));
    }

    /** Takes over the session of another manager with this id. Whether there may be one now. */
    private boolean adopts(String sent, SessionId place) {
        var adoption = runtime.running().adoption();
        return adoption != null && place.equals(stored(sent, false)) && adoption.adopt(sent, place);
    }

    private boolean isAt(SessionId place) {
        try {
            return engine().peek(place).isPresent();
        } catch (UnreadableDocumentException e) {
            return false;
        }
    }

    /** A session was created under the id of another application's session. */
    public void crossed() {
        crossed = true;
    }

    /** The place to search first, given what this node knows about a session at the other one. */
    private CrossContextIds.Place likely(String id) {
        return crossed
                        && engine().lastKnown(stored(id, true)).isPresent()
                        && engine().lastKnown(stored(id, false)).isEmpty()
                ? CrossContextIds.Place.CROSSED
                : CrossContextIds.Place.OWN;
    }

    /** Whether a session that is not at the first place may be at the other. */
    private boolean isElsewhere(CrossContextIds.Place first) {
        return first == CrossContextIds.Place.CROSSED || CrossContextIds.isPossible(runtime.context());
    }

    /** Returns the user when this node last opened or saved the session; null if unknown. No round trip. */
    @Nullable
    public Authentication lastKnownUser(String id) {
        var known = runtime.runningIfAny();
        return known == null
                ? null
                : place(id)
                        .flatMap(place -> known.engine()
                                .lastKnown(place)
                                .or(() -> crossed ? known.engine().lastKnown(stored(id, true)) : Optional.empty()))
                        .map(SessionDocument::authentication)
                        .orElse(null);
    }

    /** Opens a stored session for a request; null if there is none that this node can read. */
    @Nullable
    public SessionVisit open(String sent, CurrentRequest request, Access access) {
        return inEither(sent, request, place -> shared().arriving(place, () -> open(sent, place, request, access)));
    }

    private @Nullable SessionVisit open(String sent, SessionId place, CurrentRequest request, Access access) {
        var found = opened(sent, place, request, access);
        if (found == null && adopts(sent, place)) {
            found = opened(sent, place, request, access);
        }
        if (found == null) {
            endThoseAt(place);
            return null;
        }
        var visit = SessionVisit.enter(runtime, found);
        return access == Access.PEEK ? visit.passive() : visit;
    }

    /**
     * Searches the most likely place, and then the other one, if the session can be there. Does not search for a
     * malformed id.
     */
    private <T> @Nullable T inEither(
            String sent, @Nullable CurrentRequest request, Function<SessionId, @Nullable T> question) {
        var from = runtime.requests().crossing(sent);
        if (from == null && !ids().isPlausible(sent)) {
            note(sent, "malformed id", request);
            return null;
        }
        var first = from == null ? likely(sent) : CrossContextIds.Place.CROSSED;
        var found = question.apply(stored(sent, first.isCrossed()));
        if (found == null && (from == null ? isElsewhere(first) : CrossContextIds.leavesTheIdItself(from, this))) {
            found = question.apply(stored(sent, first.other().isCrossed()));
            crossed = crossed || found != null && first == CrossContextIds.Place.OWN;
        }
        return found;
    }

    /** Notifies requests that use a session that it has ended elsewhere, unless it only changed its id. */
    private void endThoseAt(SessionId place) {
        if (shared().isOn()) {
            shared().at(place).stream()
                    .filter(session -> placeOf(session.document().handle()).isEmpty())
                    .forEach(session -> session.ending().endedElsewhere());
        }
    }

    private @Nullable VedfolnirSession opened(
            String sent, SessionId stored, @Nullable CurrentRequest request, Access access) {
        try {
            return access.open(engine(), stored)
                    .map(found -> new VedfolnirSession(runtime, sent, stored, found.document(), found.lastAccess()))
                    .orElse(null);
        } catch (UnreadableDocumentException e) {
            if (!isEveryday(e, request)) {
                note(sent, e.reason().name(), request);
            }
            return null;
        }
    }

    /** Whether the id may belong to another application, because Tomcat asks one application after the other, or because several share an id. */
    private boolean isEveryday(UnreadableDocumentException failure, @Nullable CurrentRequest request) {
        return failure.reason() == UnreadableDocumentException.Reason.OTHER_APPLICATION
                && (request == null || CrossContextIds.isPossible(runtime.context()));
    }

    /** Finds a session without using it: its end does not move. */
    @Nullable
    public SessionVisit peek(String sent) {
        var found = inEither(sent, null, place -> peeked(sent, place));
        return found == null ? null : SessionVisit.peeking(runtime, found);
    }

    private @Nullable VedfolnirSession peeked(String sent, SessionId place) {
        var found = opened(sent, place, null, Access.PEEK);
        return found == null && adopts(sent, place) ? opened(sent, place, null, Access.PEEK) : found;
    }

    /** Uses a session that was only peeked at: its end moves. Null if it no longer exists. */
    @Nullable
    VedfolnirSession use(SessionVisit visit, VedfolnirSession peeked) {
        var place = peeked.storedId();
        if (place == null) {
            return shared().enter(peeked, visit);
        }
        return shared().arriving(place, () -> {
            var found = opened(peeked.getIdInternal(), place, null, Access.READ);
            return found == null ? null : shared().enter(found, visit);
        });
    }

    /** Peeks at a session by its stored id. */
    @Nullable
    public VedfolnirSession peekAt(SessionId stored) {
        var found = opened(stored.value(), stored, null, Access.PEEK);
        if (found != null) {
            found.visits().leaveAll();
        }
        return found;
    }

    /** Opens a stored session for an object that keeps it outside of a request; the caller must leave it. */
    @Nullable
    SessionVisit held(SessionId stored, String id) {
        return shared().arriving(stored, () -> {
            var found = opened(id, stored, null, Access.PEEK);
            return found == null ? null : SessionVisit.enter(runtime, found);
        });
    }

    /** Ends a session of this application whose single sign-on ends. */
    void endSignedOn(SessionId id) {
        var session = peekAt(id);
        if (session != null) {
            session.ending().signedOff();
        }
    }

    /** @param values between which the manager cannot choose; sorted, so that the same ones are one event */
    public void noteSeveralCookies(List<String> values) {
        note(String.join(" ", values), "several cookies", runtime.request());
    }

    private void note(String sent, String reason, @Nullable CurrentRequest request) {
        badCookies.note(
                request == null ? null : request.request(),
                sent,
                runtime.events()
                        .event(new SessionEvent.Unreadable(reason), request == null ? null : request.clientRequest()),
                runtime.running().store());
    }

    /** Whether a request reads its session without using it. */
    public boolean isPassive(HttpServletRequest request) {
        var known = runtime.componentsIfAny();
        return known != null && known.passivePaths().include(request);
    }
}
