package org.vedfolnir.session;

import java.time.Duration;
import java.util.Optional;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.UnreadableDocumentException;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Keeps each user to a number of sessions. The store counts, in the step that would add one, so that there are never more; this ends
 * the one that was not used for the longest time, or refuses the new one. Thread-safe.
 */
final class UserLimit {

    /** How long a sign-in may go on losing the room that it made to others of its user. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final VedfolnirSessionManager manager;
    private final SessionEngine engine;
    private final int most;
    private final SessionsPerUserPolicy policy;
    // sign-ins of one user that need room take turns on this node: each would end the same session, and all but one in
    // vain
    private final Turns<String> turns;

    /** @param waiting how many threads may wait for the turns of users: a hundred sign-ins of one user at once are answered */
    UserLimit(
            VedfolnirSessionManager manager,
            SessionEngine engine,
            int most,
            SessionsPerUserPolicy policy,
            int waiting) {
        this.turns = new Turns<>(waiting, waiting);
        this.manager = manager;
        this.engine = engine;
        this.most = most;
        this.policy = policy;
    }

    Optional<SessionDocument> save(SessionChange change, SessionDocument read) throws UnreadableDocumentException {
        try {
            return engine.save(change, read, manager.values()::userOf);
        } catch (UserIsFullException e) {
            if (policy == SessionsPerUserPolicy.REJECT) {
                throw new TooManySessionsException(most);
            }
            return saveInTurn(change, read, e.user());
        }
    }

    private Optional<SessionDocument> saveInTurn(SessionChange change, SessionDocument read, String user)
            throws UnreadableDocumentException {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        if (!turns.enter(user, deadline)) {
            throw tooBusy();
        }
        try {
            while (true) {
                try {
                    return engine.save(change, read, manager.values()::userOf);
                } catch (UserIsFullException e) {
                    if (System.nanoTime() > deadline) {
                        throw tooBusy();
                    }
                    end(e.full(), e.user());
                }
            }
        } finally {
            turns.leave(user);
        }
    }

    private void end(SaveResult.Full full, String user) {
        var document = engine.read(full.oldest(), full.document());
        if (document.isPresent() && !user.equals(manager.values().userOf(document.get()))) {
            // an entry of an index that was not told yet: it is another person's session
            engine.isNotOf(full.oldest(), user);
            return;
        }
        if (document.isEmpty()) {
            manager.end(full.oldest(), manager.event(new SessionEvent.Ended(EndReason.TOO_MANY_SESSIONS), null, null));
            return;
        }
        var session = new VedfolnirSession(
                manager,
                full.oldest(),
                document.get(),
                document.get().lastActivity().toEpochMilli());
        session.end(EndReason.TOO_MANY_SESSIONS);
    }

    private static StoreUnavailableException tooBusy() {
        return new StoreUnavailableException(
                "A user signed in so often at once that no room was found within " + LONGEST.toMillis()
                        + " ms. Nothing of this request was saved; send it again.",
                LONGEST,
                null);
    }
}
