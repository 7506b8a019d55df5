package org.vedfolnir.session.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.settings.SessionsPerUserPolicy;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Limits the number of sessions of each user. The store counts them in the script that would add one, so there are
 * never more. This class then ends the least recently used one, or refuses the new one. Thread-safe.
 */
public final class SessionLimit {

    /** How long a sign-in retries if others of its user keep taking the place that it freed. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final SessionEngine engine;
    private final UserOf user;
    private final SessionTerminator terminator;
    private final int most;
    private final SessionsPerUserPolicy policy;
    // sign-ins of one user that need a place take turns on this node: otherwise all would end the same session, and all
    // but one in vain
    private final FairLocks<String> turns;

    /** @param waiting how many threads may wait for turns; allows for a hundred sign-ins of one user at once */
    public SessionLimit(
            SessionEngine engine,
            UserOf user,
            SessionTerminator terminator,
            int most,
            SessionsPerUserPolicy policy,
            int waiting) {
        this.turns = new FairLocks<>(waiting, waiting);
        this.engine = engine;
        this.user = user;
        this.terminator = terminator;
        this.most = most;
        this.policy = policy;
    }

    public Optional<SessionDocument> save(SessionChange change, SessionDocument read)
            throws UnreadableDocumentException {
        return within(() -> engine.save(change, read, user));
    }

    /**
     * Begins a session that was elsewhere before.
     *
     * @param name of its user; null for none
     * @param begin stores it, unless its user has as many sessions as allowed; it may be called several times
     * @return never {@link SaveResult.Full}
     */
    public SaveResult begin(@Nullable String name, Supplier<SaveResult> begin) {
        return within(() -> {
            var begun = begin.get();
            if (begun instanceof SaveResult.Full full) {
                throw new SessionLimitReachedException(Objects.requireNonNull(name), full);
            }
            return begun;
        });
    }

    private interface Attempt<T, E extends Exception> {
        T run() throws E, SessionLimitReachedException;
    }

    private <T, E extends Exception> T within(Attempt<T, E> attempt) throws E {
        try {
            return attempt.run();
        } catch (SessionLimitReachedException e) {
            if (policy == SessionsPerUserPolicy.REJECT) {
                throw new TooManySessionsException(most);
            }
            return inTurn(attempt, e.user());
        }
    }

    private <T, E extends Exception> T inTurn(Attempt<T, E> attempt, String name) throws E {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        if (!turns.enter(name, deadline)) {
            throw tooBusy();
        }
        try {
            while (true) {
                try {
                    return attempt.run();
                } catch (SessionLimitReachedException e) {
                    if (System.nanoTime() > deadline) {
                        throw tooBusy();
                    }
                    end(e.full(), e.user());
                }
            }
        } finally {
            turns.leave(name);
        }
    }

    private void end(SaveResult.Full full, String name) {
        var document = engine.read(full.oldest(), full.document());
        if (document.isEmpty()) {
            terminator.end(full.oldest(), EndReason.TOO_MANY_SESSIONS);
        } else if (name.equals(user.of(document.get()))) {
            terminator.end(full.oldest(), document.get(), EndReason.TOO_MANY_SESSIONS);
        } else {
            // a stale entry of the index: the session belongs to another user
            engine.isNotOf(full.oldest(), name);
        }
    }

    private static StoreUnavailableException tooBusy() {
        return new StoreUnavailableException(
                "A user signed in so often at once that no room was found within " + LONGEST.toMillis()
                        + " ms. Nothing of this request was saved; send it again.",
                LONGEST,
                null);
    }
}
