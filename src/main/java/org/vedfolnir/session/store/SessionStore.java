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
 * Where sessions live. Safe for use by many threads; each operation is one atomic step in the store and costs at most one round
 * trip. Every operation throws {@link StoreUnavailableException} when the store fails.
 */
public interface SessionStore {

    /**
     * Opens a session for a request, and moves its end: it lives for its idle timeout from now on at least, and at most for the
     * {@link IdleSlack} longer, within its absolute end. The end is moved at most once in the store's touch interval.
     *
     * @param known of the document that the caller holds; {@link DocumentTag#NONE} when it holds none
     */
    OpenResult open(SessionId id, DocumentTag known);

    /**
     * Tells whose session {@link #open} has just opened. Where users' indexes lie apart from the sessions, a failover may have lost the session's entry
     * and not the session: the entry is made again when the opening moved the session's end. Nobody waits for that, and elsewhere nothing is done.
     *
     * @param lastAccess as the opening answered it
     * @param idle as in the document, and so is {@code until}
     * @param user asked only when it is needed; null for nobody's
     */
    default void used(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user) {
        // a store of one server loses both or none
    }

    /** Reads a session without using it: its end does not move. Empty where {@link #open} would not answer a document. */
    Optional<StoredSession> peek(SessionId id);

    /**
     * Values that lie beside a session's document, by the number of their part; one that is not there is missing from the answer. Each
     * is what lies there now: a caller that holds an older document may get another value than its document means.
     */
    Map<Integer, byte[]> parts(SessionId id, List<Integer> numbers);

    /**
     * Saves a change if the session still is at the version that the change builds on. Saving twice is saving once.
     *
     * @throws SessionMovedException when its id changed a moment ago
     * @throws IllegalArgumentException when the new id is none of {@link SessionPlacement#inOneStep}
     */
    SaveResult save(SessionWrite write);

    /**
     * Ends a session. It cannot be saved any more, whatever version a writer holds.
     *
     * @param ended what to record, only when this call ended it; the application that it names is the session's
     * @throws SessionMovedException when its id changed a moment ago
     * @return whether this call ended it; false when there was no such session
     */
    default boolean end(SessionId id, NewEvent ended) {
        return end(id, ended, List.of()).isPresent();
    }

    /**
     * Ends a session and takes values with it that lay beside its document.
     *
     * @param parts the numbers of the parts that are wanted
     * @return as {@link #parts}; empty when this call did not end it
     */
    Optional<Map<Integer, byte[]>> end(SessionId id, NewEvent ended, List<Integer> parts);

    /**
     * Removes sessions whose time is over, at most {@code most} and no more than a few megabytes of them: each is answered to one caller
     * in the cluster.
     *
     * @param ended the event for a session of that document, recorded in the step that removes it; it does not see the parts
     */
    List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended);
}
