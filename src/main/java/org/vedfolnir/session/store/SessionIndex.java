package org.vedfolnir.session.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Which sessions exist, which users they belong to, and their states. Safe for use by many threads; an operation costs
 * one round trip, in a store of several servers one to each of them. Each operation throws a
 * {@link StoreUnavailableException} if the store fails.
 */
public interface SessionIndex {

    /**
     * Returns the states of sessions, in the order of their ids. Does not use the sessions: their ends do not move. One
     * round trip for all, and some microseconds of the store for each. In a store of several servers, the sessions of a
     * server that does not answer are {@link SessionStatus.Unknown}.
     *
     * @throws StoreUnavailableException if no server that has them answers, as for a single session
     */
    List<SessionStatus> statuses(List<SessionId> ids);

    /**
     * Counts the sessions, including those that have expired but are not removed yet, and without those that never
     * expire.
     */
    Count count();

    /**
     * Returns ids of the counted sessions, ordered by their end; in a store of several servers, server by server,
     * without those of a server that does not answer.
     *
     * @param from how many to skip
     */
    List<SessionId> list(int from, int most);

    /**
     * Reads sessions without using them: their ends do not move. One round trip for all; their documents travel, so ask
     * for about a hundred at a time. Those that are not live are missing, and so are those of a server that does not
     * answer while others do.
     */
    Map<SessionId, StoredSession> peek(List<SessionId> ids);

    /**
     * Returns the ids of a user's live sessions, in no order. In a store of several servers some may belong to another
     * user by now: check the document. Includes those of a server that does not answer, live or not.
     */
    List<SessionId> sessionsOf(String user);

    /** Removes a session from {@link #sessionsOf} a user to whom it does not belong. */
    void removeFromUser(SessionId id, String user);

    /**
     * Continues, for a moment, to restore sessions in their users' indexes after a diagnosis found a failover that may
     * have lost entries. One node does it for all, and each use of a session does it for that session. For the thread
     * of the diagnosis.
     *
     * @param owner returns the owner of a session by its document; empty if it has none, or cannot be read
     */
    default void renew(BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        // a store of one server loses both or none
    }

    /**
     * The number of sessions in a store, as far as its servers answered. Immutable.
     *
     * @param sessions of the servers that answered
     * @param answered at least one
     * @param servers that have sessions; 1 unless the store is a cluster of several
     */
    record Count(long sessions, int answered, int servers) {

        /** Whether all servers answered. */
        public boolean isWhole() {
            return answered == servers;
        }

        /** Returns for example {@code 2 of 3}. */
        public String coverage() {
            return answered + " of " + servers;
        }
    }
}
