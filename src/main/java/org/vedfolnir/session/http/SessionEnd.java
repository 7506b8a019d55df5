package org.vedfolnir.session.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.http.runtime.OperatorRequest;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.failure.EndNotReplicatedException;

/**
 * The end of one session: in the store first, since a listener that throws must not keep a session alive (CVE-2021-34428), and with the single
 * sign-on that it belongs to. The thread that ends it notifies the listeners, and no other: destroyed once in the cluster. Thread-safe.
 */
public final class SessionEnd {

    private static final System.Logger LOG = System.getLogger(SessionEnd.class.getName());

    private enum State {
        LIVE,
        /** A thread ends it, and the store may have it still. */
        ENDING,
        /** The store has it no more, and no thread of this node has begun to end it. */
        GONE,
        /** The store has it no more, and a thread has begun to end it here. */
        ENDED
    }

    private final SessionRuntime runtime;
    private final VedfolnirSession session;
    private volatile State state = State.LIVE;
    private EndReason reason = EndReason.INVALIDATED;
    private boolean again;
    private boolean here;
    /** What the store gave of the parts of a session that ended; null while it lives. */
    private @Nullable Map<String, EncodedAttribute> parts;

    SessionEnd(SessionRuntime runtime, VedfolnirSession session) {
        this.runtime = runtime;
        this.session = session;
    }

    /** Whether a thread has begun to end it, or it has ended. */
    boolean isBegun() {
        return state == State.ENDING || state == State.ENDED;
    }

    /** Whether the store has it no more. */
    boolean isInStore() {
        return state == State.GONE || state == State.ENDED;
    }

    /** The parts of a session that ended; null while it lives. */
    @Nullable
    Map<String, EncodedAttribute> parts() {
        return parts;
    }

    /** @return whether the caller is the one that ends it */
    private synchronized boolean begin() {
        if (isBegun()) {
            return false;
        }
        state = state == State.GONE ? State.ENDED : State.ENDING;
        return true;
    }

    /** The store may have it still, so it may be ended once more. */
    private synchronized void giveUp() {
        state = state == State.ENDED ? State.GONE : State.LIVE;
    }

    private synchronized void hasEndedInStore() {
        state = isBegun() ? State.ENDED : State.GONE;
    }

    public void because(EndReason why) {
        reason = why;
    }

    /** Ends it and notifies the listeners; false when it was ended before. */
    public boolean end(EndReason why) {
        because(why);
        session.expire(true);
        return here;
    }

    /** The same for one that had ended, and that a failover of the store has brought back. */
    public boolean endAgain(EndReason why) {
        again = true;
        return end(why);
    }

    /** One thread ends it, and the others find it ended. */
    void expire(boolean notify) {
        if (hasExpired()) {
            return;
        }
        synchronized (session) {
            if (hasExpired() || !begin()) {
                return;
            }
            try {
                expireNow(notify);
            } catch (RuntimeException e) {
                if (session.isValid()) {
                    giveUp();
                }
                throw e;
            }
        }
    }

    private boolean hasExpired() {
        return !session.isValid() || session.isExpiring();
    }

    private void expireNow(boolean notify) {
        var signOn = beginSignOut();
        var place = session.storedId();
        EndNotReplicatedException unsafe = null;
        try {
            here = isInStore() || place == null || endInStore(place);
        } catch (
                EndNotReplicatedException e) { // it has ended all the same, and no other node will notify its listeners
            here = true;
            unsafe = e;
        }
        hasEndedInStore();
        if (signOn != null) {
            runtime.signOff().finish(signOn);
        }
        session.expireHere(notify && here);
        forget();
        if (unsafe != null) {
            throw unsafe;
        }
    }

    /**
     * To end a session ends its single sign-on, and all others that belong to it; only time does not.
     *
     * @return the one that has begun to end; null for none
     */
    private @Nullable SessionId beginSignOut() {
        var signOn = session.signOn().toEnd();
        if (signOn != null) {
            runtime.signOff().begin(signOn, session.handle());
            session.signOn().endsWithoutUs();
        }
        return signOn;
    }

    private boolean endInStore(SessionId place) {
        var document = session.document();
        try {
            var event = session.event(new SessionEvent.Ended(reason, again));
            var ended = runtime.persistence().end(place, event, document);
            parts = ended.orElse(Map.of());
            if (ended.isPresent() && reason == EndReason.ENDED_BY_OPERATOR) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "{0} ended the session {1}.",
                        OperatorRequest.describe(),
                        place.reference());
            }
            return ended.isPresent();
        } catch (EndNotReplicatedException e) {
            parts = runtime.persistence().partsOf(document, e.parts());
            throw e;
        }
    }

    /** Its listeners have been notified of its end. */
    private void forget() {
        runtime.shared().end(session);
        session.locals().forget();
    }

    /**
     * Fires what the specification asks for when a session ends that the store has removed already.
     *
     * @param given the values that lay beside its document
     */
    public void expiredInStore(Map<String, EncodedAttribute> given) {
        parts = given;
        hasEndedInStore();
        session.expireHere(true);
        forget();
        var left = session.signOn().id();
        if (left != null) { // its time is over; that of the others is not
            runtime.signOff().leave(left, session.handle());
        }
    }

    /** Its single sign-on was ended elsewhere. */
    void signedOff() {
        session.signOn().endsWithoutUs();
        end(EndReason.SIGNED_OUT);
    }

    /**
     * It was ended elsewhere meanwhile, with its listeners notified there: this one just stops being a session. Where that is noticed by a thread
     * that continues with it, no thread waits for that: listeners of the end may wait for a lock of the application that the caller holds.
     */
    public void endedElsewhere() {
        runtime.shared().end(session);
        if (begin()) {
            hasEndedInStore();
            session.invalidateHere();
            session.locals().endedElsewhere();
        }
    }
}
