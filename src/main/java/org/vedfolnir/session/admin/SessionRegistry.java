package org.vedfolnir.session.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.EventFeed;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.event.SessionStatus;

/**
 * The sessions of the cluster, as an application sees them. Safe for use by many threads. Each operation that accesses
 * the store throws a {@link org.vedfolnir.session.store.failure.StoreUnavailableException} if the store does not
 * answer.
 */
public interface SessionRegistry {

    /** The servlet context attribute under which the manager publishes this object. */
    String ATTRIBUTE = "org.vedfolnir.session.admin.SessionRegistry";

    /**
     * The servlet context attribute, {@link Boolean#TRUE}, which announces that the manager will start. It is set
     * before anything of the application runs, including its initializers.
     */
    String EXPECTED = "org.vedfolnir.session.admin.SessionRegistry.expected";

    /** Returns the name of this node in events. */
    String node();

    /**
     * Returns the session of the request on this thread; empty if it has none. Costs as much as
     * {@code getSession(false)}.
     */
    Optional<SessionFacts> current();

    /** Returns the session of the request on this thread, to be observed after the request; empty if it has none. */
    Optional<FollowedSession> follow();

    /**
     * Returns the states of sessions, in their order. Does not use the sessions: their ends do not move. One round trip
     * for all. Of several sessions, those on a server that does not answer are {@link SessionStatus.Unknown} while
     * other servers do; for a single session the failure is thrown.
     *
     * @param followed by {@link #follow}, on this node
     */
    List<SessionStatus> statuses(List<FollowedSession> followed);

    /**
     * Returns the state of the session whose id the client of this thread's request sent; empty if it sent none. For a
     * request that is not signed in, to show the reason.
     */
    Optional<SessionStatus> requested();

    /** Returns the live sessions of a user, the most recently used first. One round trip, and one for each session. */
    List<SessionFacts> sessionsOf(String user);

    /**
     * Returns the handles of a user's live sessions. One round trip, and one for each session.
     *
     * @return empty if one of them cannot be read here, for example because its key is missing: it is then unknown
     *     which of them are live
     */
    Optional<Set<String>> handlesOf(String user);

    /**
     * Sets an attribute in each live session of a user, on every node, even if requests change the sessions meanwhile:
     * the next request of each sees it. Counts as a use of the session. One round trip, and two for each session; a
     * session that changes its id meanwhile is found again.
     *
     * @param value a text, a number or a boolean
     */
    void setInAll(String user, String name, Object value);

    /**
     * Ends one of a user's sessions, on every node; notifies the listeners of this node.
     *
     * @return whether this call ended it; false if the user has no such session
     */
    boolean end(String user, String handle, EndReason reason);

    /**
     * Ends a user's sessions that had ended and that a failover brought back ({@link #failovers}). The event records
     * that it is not their first end. Notifies the listeners of this node.
     *
     * @param ended the reasons for which they had ended, by handle
     * @return how many this call ended; those that are not live are ignored
     */
    int endAgain(String user, Map<String, EndReason> ended);

    /**
     * Ends all sessions of a user but one, on every node; notifies the listeners of this node. A session that begins
     * meanwhile continues.
     *
     * @param kept the handle of the session that continues; any other text to end all
     * @return how many this call ended
     */
    int endAll(String user, String kept, EndReason reason);

    /**
     * Sets the authenticated user of the session of this thread's request, and their roles, in the container: for
     * {@code getUserPrincipal}, {@code isUserInRole} and constraints in {@code web.xml}. Stored with the session until
     * it ends.
     */
    void authenticated(String name, List<String> roles);

    /**
     * Saves what the request on this thread has changed in its session so far, for callers that need the result before
     * they choose a response. Later changes are saved as usual.
     *
     * @return false if the session would belong to a user who has reached {@code maxSessionsPerUser}, and
     *     {@code sessionsPerUserPolicy} is {@code REJECT}: the request then has no session, and the store keeps the
     *     session as it was before, if it had it
     */
    boolean save();

    /**
     * Extends the session of the request on this thread as if it were used now: for a request that does not keep its
     * session alive by itself ({@code passivePaths}). One round trip.
     *
     * @return false if the request has no session, or the session has ended meanwhile
     */
    boolean extend();

    /** Ends the session of the request on this thread; does nothing if it has none. */
    void endCurrent(EndReason reason);

    /**
     * Ends the sessions that the request on this thread names by several cookies. Such a request has no session, since
     * any of them could be meant. All of them end if the client knows an attribute of one; notifies the listeners of
     * this node. One round trip for each cookie, and one for each session.
     *
     * @param attribute holds a value that only a page of the session shows, for example a form's token
     * @param value what the client sent
     */
    SeveralEnded endSeveral(String attribute, String value, EndReason reason);

    /**
     * Records an event. If the request on this thread has a session, the event is written in the step that saves the
     * request's changes, and dropped with them; otherwise it is written at once. Refusals are always written at once
     * and summed up: those of one kind and network, or one kind and user, within a minute become one event with their
     * number.
     */
    void record(SessionEvent event);

    /** Returns the throttle for repeated attempts. */
    Throttle throttle();

    /** Encrypts what the application stores elsewhere, with the keys that encrypt sessions. */
    Secrets secrets();

    /**
     * Returns failovers of the last hour that may have brought ended sessions back, as far as this node has noticed
     * them. Does not access the store.
     */
    List<StoreFailover> failovers();

    /** Returns the unacknowledged events of this application; empty if {@code events} is {@code none}. */
    EventFeed events();

    /** Probes the store; never throws. */
    StoreHealth health();
}
