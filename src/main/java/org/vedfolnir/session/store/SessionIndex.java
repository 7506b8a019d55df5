package org.vedfolnir.session.store;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Which sessions there are, whose they are, and how they stand. Safe for use by many threads; an operation costs one round trip, in a store of several
 * servers one to each of them. Every operation throws {@link StoreUnavailableException} when the store fails.
 */
public interface SessionIndex {

    /**
     * How sessions stand, in the order of their ids; none is used by that: their ends do not move. One round trip for all, some
     * microseconds of the store for each. In a store of several servers those of one that does not answer are {@link SessionStatus.Unknown}.
     *
     * @throws StoreUnavailableException when none of the servers that have them answers, as for a single session
     */
    List<SessionStatus> statuses(List<SessionId> ids);

    /** How many sessions there are; with those whose end nobody has noticed yet, and without those that have none. */
    Count count();

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
     * Goes on, for a moment, with entering sessions again into their users' indexes, after a diagnosis found a failover that may have lost entries; one node
     * does it for all, and a use of a session does the same for it. For the thread of the diagnosis.
     *
     * @param owner whose a session is, by its document; empty for nobody's, and for what cannot be read
     */
    default void renew(BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        // a store of one server loses both or none
    }

    /**
     * How many sessions a store has, as far as its servers answered. Immutable.
     *
     * @param sessions of the servers that answered
     * @param answered one at least
     * @param servers that have sessions; 1 unless the store is a cluster of several
     */
    record Count(long sessions, int answered, int servers) {

        /** Of a store of one server. */
        public static Count ofOne(long sessions) {
            return new Count(sessions, 1, 1);
        }

        /** Whether no session is missing. */
        public boolean isWhole() {
            return answered == servers;
        }

        /** {@code 2 of 3}. */
        public String coverage() {
            return answered + " of " + servers;
        }
    }
}
