package org.vedfolnir.session.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.Standing;

/**
 * Where sessions live. Safe for use by many threads; each operation is one atomic step in the store and costs at most one round
 * trip, except {@link #sessionsOf}. Every operation throws {@link StoreUnavailableException} when the store fails.
 */
public interface SessionStore extends AutoCloseable {

    /**
     * Opens a session for a request, and moves its end: it lives for its idle timeout from now on at least, and at most for the
     * {@link IdleSlack} longer, within its absolute end. The end is moved at most once in the store's touch interval.
     *
     * @param known of the document that the caller holds; {@link Fingerprint#NONE} when it holds none
     */
    OpenResult open(SessionId id, Fingerprint known);

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

    /** The value at a session's key for which {@link #open} answers {@code Foreign}; empty when there is none, or it is no text. */
    default Optional<byte[]> foreign(SessionId id) {
        return Optional.empty();
    }

    /**
     * Puts a document in the place of a foreign value, if that still is the same. The time that it has left is not cut.
     *
     * @param foreign of the value that the document was made from
     * @return whether the document is there now; false when something else is
     */
    default boolean adopt(byte[] foreign, SessionWrite write) {
        return false;
    }

    /**
     * Saves a change if the session still is at the version that the change builds on. Saving twice is saving once.
     *
     * @throws SessionMovedException when its id changed a moment ago
     * @throws IllegalArgumentException when the new id is none of {@link #inOneStep}
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
     * How sessions stand, in the order of their ids; none is used by that: their ends do not move. One round trip for all, some
     * microseconds of the store for each. In a store of several servers those of one that does not answer are {@link Standing.Unknown}.
     *
     * @throws StoreUnavailableException when none of the servers that have them answers, as for a single session
     */
    List<Standing> standings(List<SessionId> ids);

    /**
     * Removes sessions whose time is over, at most {@code most} and no more than a few megabytes of them: each is answered to one caller
     * in the cluster.
     *
     * @param ended the event for a session of that document, recorded in the step that removes it; it does not see the parts
     */
    List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended);

    /** How many sessions there are; with those whose end nobody has noticed yet, and without those that have none. */
    SessionCount count();

    /**
     * Ids of the sessions that are counted, those first that end soonest; in a store of several servers, server by server, without those
     * of a server that does not answer.
     *
     * @param from how many to pass over
     */
    List<SessionId> list(int from, int most);

    /**
     * Ids of the live sessions of a user, in no order. In a store of several servers some may be another user's by now: the document says
     * whose it is. Those of a server that does not answer are among them, live or not.
     */
    List<SessionId> sessionsOf(String user);

    /** Takes a session out of {@link #sessionsOf} of a user whose it is not. */
    void unlist(SessionId id, String user);

    /**
     * Where a session lies that has changed its id; a session that never did is not found. It may have ended meanwhile: the document there
     * tells.
     *
     * @param handle of its document
     */
    Optional<SessionId> idOf(String handle);

    /** Whether a session can get another id in the one step of a save: a store of several servers keeps related ids together. */
    default boolean inOneStep(SessionId now, SessionId next) {
        return true; // a store of one server
    }

    /** Whether a new session had better begin under this id: not where the part of the store that would have it is known to be away. */
    default boolean isInReach(SessionId id) {
        return true; // a store of one server
    }

    /** Records an event that belongs to no change. */
    void record(NewEvent event);

    /**
     * The store's clock, ms since 1970, as exact as a round trip is short. Costs a round trip only while the store has not answered
     * anything yet.
     */
    long now();

    /**
     * Looks at how the store is set up and how it does. Costs some round trips: it is for a thread on which nobody waits. A store
     * that has nothing to look at is in good condition.
     */
    default StoreCondition examine() {
        return StoreCondition.GOOD;
    }

    /**
     * Goes on, for a moment, with entering sessions again into their users' indexes, after {@link #examine} found a failover that may have lost entries; one node
     * does it for all, and a use of a session does the same for it. For the thread of {@link #examine}.
     *
     * @param owner whose a session is, by its document; empty for nobody's, and for what cannot be read
     */
    default void renewIndexes(BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        // a store of one server loses both or none
    }

    /** Those of the last hour that may have brought ended sessions back, as {@link #examine} found them. Asks nobody. */
    default List<Failover> failovers() {
        return List.of(); // a store of one server
    }

    /**
     * Tells the other nodes of the application which keys this one has, and learns theirs.
     *
     * @param marks a name and a check value for each key of this node
     * @return those of all nodes that told theirs in the last minute, this one among them
     */
    default List<String> announceKeys(List<String> marks) {
        return marks; // a store of one node
    }

    /**
     * Learns which form the ids of other nodes of the application may have, and tells of this node's where they are of another.
     *
     * @param own as {@code IdForm} codes it: a least number of characters, 0 for ids of any form
     * @return the least that any node ever told, this one among them
     */
    default int idForm(int own) {
        return own; // a store of one node
    }

    /** Tells of every change from now on until it is closed, as far as it can; {@link #examine} notes when it cannot. Once at most. */
    default void follow(ChangeListener listener) {
        // a store that cannot tell: no copy is ever trusted
    }

    /** How many writes the store was asked to copy before it acknowledged them, and had not copied in time. */
    default long unreplicatedWrites() {
        return 0; // a store without copies
    }

    /** The single sign-ons of all applications. */
    SignOnStore signOns();

    /** What is tried too often, in all applications. */
    AttemptStore attempts();

    /** The events that were recorded. */
    EventFeed events();

    @Override
    void close();
}
