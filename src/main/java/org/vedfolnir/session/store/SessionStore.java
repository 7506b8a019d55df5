package org.vedfolnir.session.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.failure.SessionMovedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Stores sessions. Safe for use by many threads; each operation is one atomic step in the store and costs at most one
 * round trip. Each operation throws a {@link StoreUnavailableException} if the store fails.
 */
public interface SessionStore {

    /**
     * Opens a session for a request, and moves its end: from now on it lives at least for its idle timeout, and at most
     * for the {@link IdleSlack} longer, within its absolute end. The end is moved at most once in the store's touch
     * interval.
     *
     * @param known the tag of the caller's document; {@link DocumentTag#NONE} if it has none
     */
    OpenResult open(SessionId id, DocumentTag known);

    /**
     * Reports the user of the session that {@link #open} has just opened. If users' indexes are stored apart from the
     * sessions, a failover may have lost the session's entry and not the session: the entry is then restored if the
     * opening moved the session's end. Does not block. Does nothing in other stores.
     *
     * @param lastAccess as {@link #open} returned it
     * @param idle as in the document, like {@code until}
     * @param user evaluated only if needed; null for no user
     */
    default void onOpened(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user) {
        // a store of one server loses both or none
    }

    /** Reads a session without using it: its end does not move. Empty if {@link #open} would not return a document. */
    Optional<StoredSession> peek(SessionId id);

    /**
     * Returns values that are stored beside a session's document, by the number of their part, without those that do
     * not exist. They are current: a caller with an older document may get another value than its document describes.
     */
    Map<Integer, byte[]> parts(SessionId id, List<Integer> numbers);

    /**
     * Saves a change if the session still has the version that the change is based on. Idempotent.
     *
     * @throws SessionMovedException if its id changed a moment ago
     * @throws IllegalArgumentException if {@link SessionPlacement#inOneStep} does not hold for the new id
     */
    SaveResult save(SessionWrite write);

    /**
     * Ends a session. It can no longer be saved, based on any version.
     *
     * @param ended the event to record if this call ended it; it names the application of the session
     * @throws SessionMovedException if its id changed a moment ago
     * @return whether this call ended it; false if there was no such session
     */
    default boolean end(SessionId id, NewEvent ended) {
        return end(id, ended, List.of()).isPresent();
    }

    /**
     * Ends a session and returns values that were stored beside its document.
     *
     * @param parts the numbers of the requested parts
     * @return as {@link #parts}; empty if this call did not end it
     */
    Optional<Map<Integer, byte[]>> end(SessionId id, NewEvent ended, List<Integer> parts);

    /**
     * Removes expired sessions, at most {@code most} and no more than a few megabytes of them. Returns each to only one
     * caller in the cluster.
     *
     * @param ended creates the event for a session, recorded in the step that removes it; it does not see the parts
     */
    List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended);
}
