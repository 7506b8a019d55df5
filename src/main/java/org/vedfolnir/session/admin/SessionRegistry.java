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
 * The cluster's sessions, as an application sees them. Safe for use by many threads. Every operation that asks the store throws a
 * {@link org.vedfolnir.session.store.failure.StoreUnavailableException} when it does not answer.
 */
public interface SessionRegistry {

    /** The servlet context's attribute under which the manager publishes this. */
    String ATTRIBUTE = "org.vedfolnir.session.admin.SessionRegistry";

    /**
     * The attribute, {@link Boolean#TRUE}, by which a context knows that the manager will start: it is there before anything of the
     * application is, its initializers included.
     */
    String EXPECTED = "org.vedfolnir.session.admin.SessionRegistry.expected";

    /** The name of this node in events. */
    String node();

    /** The session of the request that this thread serves; empty when it has none. Costs what {@code getSession(false)} costs. */
    Optional<SessionFacts> current();

    /** The session of the request that this thread serves, to be followed when the request is over; empty when it has none. */
    Optional<FollowedSession> follow();

    /**
     * How sessions stand, in their order; none is used by that: their ends do not move. One round trip for all. Of several, those are {@link
     * Standing.Unknown} whose part of the store does not answer while others do; of a single one the failure is thrown.
     *
     * @param followed by {@link #follow}, on this node
     */
    List<SessionStatus> statuses(List<FollowedSession> followed);

    /**
     * How the session stands whose id the client of this thread's request sent; empty when it sent none. For who is not signed in, and may
     * be told why.
     */
    Optional<SessionStatus> requested();

    /** The live sessions of a user, the one used last first. One round trip, and one for each session. */
    List<SessionFacts> sessionsOf(String user);

    /**
     * The handles of a user's live sessions. One round trip, and one for each session.
     *
     * @return empty when one of them cannot be read here, for want of its key for example: nobody can say then which of them live
     */
    Optional<Set<String>> handlesOf(String user);

    /**
     * Sets an attribute in each live session of a user, on every node, whatever requests do to it meanwhile: each next request sees it. A session
     * counts as used then. One round trip, and two for each session; one that changes its id meanwhile is found again.
     *
     * @param value a text, a number or a truth value
     */
    void setInAll(String user, String name, Object value);

    /**
     * Ends one of a user's sessions, on every node; the listeners of this one are told.
     *
     * @return whether this call ended it; false when the user has no such session
     */
    boolean end(String user, String handle, EndReason reason);

    /**
     * Ends sessions of a user again that had ended, and that a failover has brought back ({@link #failovers}). The event says that it is not their
     * first end; the listeners of this node are told.
     *
     * @param ended why they ended, by their handles
     * @return how many this call ended; those that do not live are passed over
     */
    int endAgain(String user, Map<String, EndReason> ended);

    /**
     * Ends all sessions of a user but one, on every node; the listeners of this one are told. A session that begins meanwhile goes on.
     *
     * @param kept the handle of the one that goes on; anything else for none
     * @return how many this call ended
     */
    int endAll(String user, String kept, EndReason reason);

    /**
     * Tells the container who is signed in, in the session of the request that this thread serves, and which roles she has: for {@code
     * getUserPrincipal}, {@code isUserInRole} and constraints in {@code web.xml}. Kept with the session until it ends.
     */
    void authenticated(String name, List<String> roles);

    /**
     * Saves now what the request that this thread serves has changed in its session so far, for who must know before an answer is chosen;
     * what is changed later is saved as always.
     *
     * @return false when the session would become a user's who has as many as {@code maxSessionsPerUser} allows, and {@code
     *     sessionsPerUserPolicy} is {@code REJECT}: the request has no session any more, and the store has it as it was before, if it had it
     */
    boolean save();

    /**
     * Lets the session of the request that this thread serves live on as if it were used now: for a request that does not keep its session
     * alive by itself ({@code passivePaths}). One round trip.
     *
     * @return false when the request has no session, or it has ended meanwhile
     */
    boolean extend();

    /** Ends the session of the request that this thread serves; does nothing when it has none. */
    void endCurrent(EndReason reason);

    /**
     * Ends the sessions that several cookies of the request that this thread serves name. Such a request has no session, since any of them could be
     * meant. All of them end, if the client knows an attribute of one; the listeners of this node are told. One round trip for each cookie,
     * and one for each session.
     *
     * @param attribute holds what only a page of the session shows, a form's token for example
     * @param value what the client sent
     */
    SeveralEnded endSeveral(String attribute, String value, EndReason reason);

    /**
     * Records an event. When the request that this thread serves has a session, the event is written in the step that saves the
     * request's changes, and dropped with them; otherwise it is written at once. Refusals are always written at once, and summed up: of one kind and
     * network, or one kind and user, those within a minute are one event with their number.
     */
    void record(SessionEvent event);

    /** What is tried too often. */
    Throttle throttle();

    /** Seals what the application keeps elsewhere, with the keys that seal sessions. */
    Secrets secrets();

    /** Failovers of the last hour that may have brought ended sessions back, as this node has noticed them. Asks nobody. */
    List<StoreFailover> failovers();

    /** What was recorded for this application and nobody has acknowledged; empty where {@code events} is {@code none}. */
    EventFeed events();

    /** Whether the store answers now; never throws. */
    StoreHealth health();
}
