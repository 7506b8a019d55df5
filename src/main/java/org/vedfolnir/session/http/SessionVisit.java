package org.vedfolnir.session.http;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * A request's use of a session: what Tomcat's request gets as its session. The session itself is live, and with {@code
 * concurrency} {@code shared} other requests of this node use it as well; this object has what belongs to one request.
 * Used by the threads of one request.
 */
public final class SessionVisit extends DelegatingSession {

    private static final System.Logger LOG = System.getLogger(SessionVisit.class.getName());

    private final SessionRuntime runtime;
    private final AccessedAttributes accessed = new AccessedAttributes();
    private volatile VedfolnirSession session;
    private volatile boolean lost;
    private volatile boolean dropped;
    private volatile boolean left;
    private boolean wasLast;
    private boolean onlyPeeked;
    private boolean passive;
    private boolean taken;
    private long began = System.nanoTime();
    /** When the request got the session; {@code began} moves with each recorded use. */
    private long accessedAt = began;
    /** The number of attribute reads when the application had finished; -1 while it runs. */
    private long settledAt = -1;

    private boolean heldOutside;

    private SessionVisit(SessionRuntime runtime, VedfolnirSession session) {
        this.runtime = runtime;
        this.session = session;
    }

    /** Lets a request use a session that it found or created. */
    public static SessionVisit enter(SessionRuntime runtime, VedfolnirSession found) {
        var visit = new SessionVisit(runtime, found);
        visit.session = runtime.shared().enter(found, visit);
        return visit;
    }

    /** Of a session that was created outside of a request's scope; a request enters it on first use. */
    public static SessionVisit outsideOfScope(SessionRuntime runtime, VedfolnirSession begun) {
        var visit = new SessionVisit(runtime, begun);
        visit.onlyPeeked = true;
        visit.left = true;
        return visit;
    }

    /** Lets a request use exactly this session object. */
    public static SessionVisit join(SessionRuntime runtime, VedfolnirSession held) {
        var visit = new SessionVisit(runtime, held);
        runtime.shared().join(held, visit);
        return visit;
    }

    /** Of a session that was peeked at; its end moves on first use. */
    static SessionVisit peeking(SessionRuntime runtime, VedfolnirSession session) {
        var visit = new SessionVisit(runtime, session);
        visit.onlyPeeked = true;
        visit.left = true;
        session.visits().leaveAll();
        return visit;
    }

    @Override
    public VedfolnirSession session() {
        return session;
    }

    AccessedAttributes accessed() {
        return accessed;
    }

    /** The request reads the session without using it: its end does not move, however long that takes. */
    SessionVisit passive() {
        passive = true;
        return this;
    }

    public boolean isOf(@Nullable String id) {
        return session.getIdInternal().equals(id);
    }

    @Override
    public boolean isValid() {
        return !dropped && session.isValid();
    }

    @Override
    public void access() {
        taken = true;
        session.access();
        began = System.nanoTime();
        accessedAt = began;
        if (onlyPeeked) {
            onlyPeeked = false;
            use();
        }
        if (runtime.manager().getSessionActivityCheck() && !passive) {
            runtime.activeSessions().begin(this);
        }
    }

    private void use() {
        left = false;
        var now = runtime.opener().use(this, session);
        if (now == null) {
            session.ending().endedElsewhere();
        } else {
            session = now;
        }
    }

    /** Whether Tomcat's request has it, and will report the end of its use. */
    public boolean isTaken() {
        return taken;
    }

    /** Outside of a request's scope this is the only save: for an error page, or a thread of the application. */
    @Override
    public void endAccess() {
        session.setNew(false);
        leave(); // first: what another thread sets from here on is saved separately
        runtime.activeSessions().end(this);
        if (runtime.request() == null && isValid()) {
            commit(true);
            if (lost) {
                runtime.committer().commitWhatNoRequestSaves(session);
            }
        }
        if (isValid() && !passive) {
            var took =
                    runtime.manager().getSessionLastAccessAtStart() ? (System.nanoTime() - accessedAt) / 1_000_000 : 0;
            session.used(took);
        }
        if (wasLast && !lost) {
            session.rest();
        }
    }

    /** The request no longer uses the session. */
    public void leave() {
        if (!left) {
            left = true;
            wasLast = runtime.shared().leave(session, this);
        }
    }

    /** Nothing more of this request is saved. */
    public void giveUp() {
        lost = true;
    }

    /** The request's changes cannot be stored: other requests do not see them, and nothing more of this request is saved. */
    public void takeBack() {
        lost = true;
        runtime.committer().takeBack(session, this, false);
    }

    /**
     * The store did not answer: other requests do not see what this request changed, since the store does not have it.
     * Objects that it changed in place, and that requests share which run at the same time, stay as they are.
     */
    public void takeBackWhatWasSet() {
        lost = true;
        runtime.committer().takeBack(session, this, true);
        runtime.shared()
                .separate(
                        session,
                        this); // before the response: the client's next request may come before this one has left
    }

    boolean isLost() {
        return lost;
    }

    /** The changes are saved; any later one is a new change. */
    void saved(boolean inStore) {
        lost = false;
        if (inStore) {
            began = System.nanoTime();
        }
    }

    /** Before a save: if it fails, no later step retries it without the client's knowledge. */
    void saving() {
        lost = true;
    }

    /** The client means another session than Tomcat's request has: the request drops it, and nothing of it is saved. */
    public void detach() {
        lost = true;
        dropped = true;
        runtime.activeSessions().end(this);
        leave();
    }

    /**
     * The store did not accept the request's changes: the request no longer has a session. If it was never stored, its
     * listeners are notified of the end.
     */
    public void abandon() {
        takeBack();
        if (session.storedId() == null) {
            session.expire(true);
        } else {
            dropped = true;
        }
    }

    /**
     * The application starts or continues. Values that were read before, or are read from now on, may change in place.
     */
    public void resume() {
        heldOutside = session.visits().accessCount(this) > 0;
        settledAt = -1;
    }

    /** @param accesses the number of attribute reads at the last comparison; -1 while the application runs */
    void settle(long accesses) {
        settledAt = heldOutside ? -1 : accesses;
    }

    /** Whether no value was read since the application finished and its changes were saved. */
    boolean isSettledAt(long accesses) {
        return settledAt == accesses;
    }

    /** Saves the changes, if there are any. */
    public void commit(boolean last) {
        runtime.committer().commit(session, this, last);
    }

    /** Whether an attribute was set that is not saved. Only {@link #commit} detects changes in place. */
    public boolean hasNews() {
        return isValid() && runtime.committer().hasNews(session, this);
    }

    /** A session's idle time starts at the end of its request; recording that is worth a round trip only if the request was long. */
    void countFromHere() {
        var took = (System.nanoTime() - began) / 1_000_000;
        if (passive
                || runtime.manager().getSessionLastAccessAtStart()
                || took <= runtime.components().slack().request(session.idle())) {
            return;
        }
        began = System.nanoTime();
        try {
            session.stayAlive();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The end of a request was not recorded: {0}", e.getMessage());
        }
    }
}
