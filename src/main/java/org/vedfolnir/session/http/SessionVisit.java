package org.vedfolnir.session.http;

import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.attribute.access.AccessedAttributes;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * One request in a session: what Tomcat's request gets for its session. The session itself is live, and with {@code concurrency}
 * {@code shared} other requests of this node are in it as well; here is what is only this request's. Used by the threads of one request.
 */
public final class SessionVisit extends DelegatingSession {

    private static final System.Logger LOG = System.getLogger(SessionVisit.class.getName());

    private final SessionRuntime runtime;
    private final AccessedAttributes asked = new AccessedAttributes();
    private volatile VedfolnirSession session;
    private volatile boolean lost;
    private volatile boolean dropped;
    private volatile boolean left;
    private boolean wasLast;
    private boolean onlyLookedAt;
    private boolean passive;
    private boolean taken;
    private long began = System.nanoTime();
    /** When the request asked for it; {@code began} moves with each recorded use. */
    private long accessed = began;
    /** How often attributes had been asked for when the application had its turn; -1 while it has. */
    private long settledAt = -1;

    private boolean heldOutside;

    private SessionVisit(SessionRuntime runtime, VedfolnirSession session) {
        this.runtime = runtime;
        this.session = session;
    }

    /** Lets a request into a session that it has found, or begun. */
    public static SessionVisit enter(SessionRuntime runtime, VedfolnirSession found) {
        var visit = new SessionVisit(runtime, found);
        visit.session = runtime.shared().enter(found, visit);
        return visit;
    }

    /** Of a session that began outside of the scope of a request: a request enters it when it uses it. */
    public static SessionVisit ofNobody(SessionRuntime runtime, VedfolnirSession begun) {
        var visit = new SessionVisit(runtime, begun);
        visit.onlyLookedAt = true;
        visit.left = true;
        return visit;
    }

    /** Lets a request into the very session that it has in hand. */
    public static SessionVisit join(SessionRuntime runtime, VedfolnirSession inHand) {
        var visit = new SessionVisit(runtime, inHand);
        runtime.shared().join(inHand, visit);
        return visit;
    }

    /** Of a session that was looked up; its end moves when it is used. */
    static SessionVisit lookingAt(SessionRuntime runtime, VedfolnirSession session) {
        var visit = new SessionVisit(runtime, session);
        visit.onlyLookedAt = true;
        visit.left = true;
        session.visits().leaveAll();
        return visit;
    }

    @Override
    public VedfolnirSession session() {
        return session;
    }

    AccessedAttributes asked() {
        return asked;
    }

    /** The request that reads it does not use it: its end does not move, however long that takes. */
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
        accessed = began;
        if (onlyLookedAt) {
            onlyLookedAt = false;
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

    /** Whether Tomcat's request has it, and will notify it of its end. */
    public boolean isTaken() {
        return taken;
    }

    /** Outside of a request's scope this is the only save: of an error page, of a thread of the application. */
    @Override
    public void endAccess() {
        session.setNew(false);
        leave(); // first: what another thread sets from here on is saved by itself
        runtime.activeSessions().end(this);
        if (runtime.request() == null && isValid()) {
            commit(true);
            if (lost) {
                runtime.committer().commitWhatNoRequestSaves(session);
            }
        }
        if (isValid() && !passive) {
            var took = runtime.manager().getSessionLastAccessAtStart() ? (System.nanoTime() - accessed) / 1_000_000 : 0;
            session.used(took);
        }
        if (wasLast && !lost) {
            session.rest();
        }
    }

    /** The request is in it no more. */
    public void leave() {
        if (!left) {
            left = true;
            wasLast = runtime.shared().leave(session, this);
        }
    }

    /** Nothing of this request is saved any more. */
    public void giveUp() {
        lost = true;
    }

    /** What this request made of the session cannot be stored: others do not find it, and nothing of this request is saved any more. */
    public void takeBack() {
        lost = true;
        runtime.committer().takeBack(session, this, false);
    }

    /** The store did not answer: others find what this request set as little as the store has it. */
    public void takeBackWhatWasSet() {
        lost = true;
        runtime.committer().takeBack(session, this, true);
    }

    boolean isLost() {
        return lost;
    }

    /** It is saved: what comes is another change. */
    void saved(boolean inStore) {
        lost = false;
        if (inStore) {
            began = System.nanoTime();
        }
    }

    /** Before a save: when it fails, no other step tries again behind the client's back. */
    void saving() {
        lost = true;
    }

    /** Tomcat's request holds it, but the client means another one: the request drops it, and nothing of it is saved. */
    public void detach() {
        lost = true;
        dropped = true;
        runtime.activeSessions().end(this);
        leave();
    }

    /** The store did not take what the request made of it: the request has no session any more. Listeners of one that was never stored are notified of its end. */
    public void abandon() {
        takeBack();
        if (session.storedId() == null) {
            session.expire(true);
        } else {
            dropped = true;
        }
    }

    /** The application has its turn, or has it once more. Values that were read before, or are read now, may be changed in place after it. */
    public void goOn() {
        heldOutside = session.visits().timesAsked(this) > 0;
        settledAt = -1;
    }

    /** @param asked how often attributes had been asked for when they were compared for the last time; -1 while the application has its turn */
    void settle(long asked) {
        settledAt = heldOutside ? -1 : asked;
    }

    /** Whether no value was read since the application had its turn and what it did was saved. */
    boolean isSettledAt(long asked) {
        return settledAt == asked;
    }

    /** Saves what changed; nothing when nothing did. */
    public void commit(boolean last) {
        runtime.committer().commit(session, this, last);
    }

    /** Whether something was set that the store does not have; to tell what changed in place takes a {@link #commit}. */
    public boolean hasNews() {
        return isValid() && runtime.committer().hasNews(session, this);
    }

    /** The idle time of a session begins at the end of its request; worth a round trip only when that took long. */
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
