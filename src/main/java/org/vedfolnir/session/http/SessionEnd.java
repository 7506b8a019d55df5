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
 * The end of one session: in the store first, since a listener that throws must not keep a session alive
 * (CVE-2021-34428), and together with its single sign-on. Only the thread that ends it notifies the listeners, so they
 * are notified once in the cluster. Thread-safe.
 */
public final class SessionEnd {

    private static final System.Logger LOG = System.getLogger(SessionEnd.class.getName());

    private enum State {
        LIVE,
        /** A thread ends it; the store may still have it. */
        ENDING,
        /** The store no longer has it; no thread of this node has begun to end it. */
        GONE,
        /** The store no longer has it, and a thread of this node has begun to end it. */
        ENDED
    }

    private final SessionRuntime runtime;
    private final VedfolnirSession session;
    private volatile State state = State.LIVE;
    private EndReason reason = EndReason.INVALIDATED;
    private boolean again;
    private boolean here;
    /** The parts of a session that ended, from the store; null while it lives. */
    private @Nullable Map<String, EncodedAttribute> parts;

    SessionEnd(SessionRuntime runtime, VedfolnirSession session) {
        this.runtime = runtime;
        this.session = session;
    }

    /** Whether a thread has begun to end it, or it has ended. */
    boolean isBegun() {
        return state == State.ENDING || state == State.ENDED;
    }

    /** Whether the store no longer has it. */
    boolean isInStore() {
        return state == State.GONE || state == State.ENDED;
    }

    /** Returns the parts of a session that ended; null while it lives. */
    @Nullable
    Map<String, EncodedAttribute> parts() {
        return parts;
    }

    /** @return whether the caller is the one to end it */
    private synchronized boolean begin() {
        if (isBegun()) {
            return false;
        }
        state = state == State.GONE ? State.ENDED : State.ENDING;
        return true;
    }

    /** The store may still have it, so it may be ended again. */
    private synchronized void giveUp() {
        state = state == State.ENDED ? State.GONE : State.LIVE;
    }

    private synchronized void hasEndedInStore() {
        state = isBegun() ? State.ENDED : State.GONE;
    }

    public void because(EndReason why) {
        reason = why;
    }

    /** Ends it and notifies the listeners; false if it had already ended. */
    public boolean end(EndReason why) {
        because(why);
        session.expire(true);
        return here;
    }

    /** Ends a session again that had ended and that a failover of the store restored. */
    public boolean endAgain(EndReason why) {
        again = true;
        return end(why);
    }

    /** One thread ends it; others see that it has ended. */
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
                EndNotReplicatedException e) { // it has ended nevertheless, and no other node will notify its listeners
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
     * Ending a session ends its single sign-on, and all other sessions of that; only expiry does not.
     *
     * @return the sign-on that has begun to end; null if there is none
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
            ended.ifPresent(values -> logOperator(place));
            return ended.isPresent();
        } catch (EndNotReplicatedException e) {
            parts = runtime.persistence().partsOf(document, e.parts());
            logOperator(place);
            throw e;
        }
    }

    private void logOperator(SessionId place) {
        if (reason == EndReason.ENDED_BY_OPERATOR) {
            LOG.log(System.Logger.Level.INFO, "{0} ended {1}.", OperatorRequest.operator(), place);
        }
    }

    /** Runs after the listeners were notified of the end. */
    private void forget() {
        runtime.shared().end(session);
        session.locals().forget();
    }

    /**
     * Notifies listeners, as the specification requires, of the end of a session that the store has already removed.
     *
     * @param given the values of its parts
     */
    public void expiredInStore(Map<String, EncodedAttribute> given) {
        parts = given;
        hasEndedInStore();
        session.expireHere(true);
        forget();
        var left = session.signOn().id();
        if (left != null) { // it has expired, but the other sessions of the sign-on have not
            runtime.signOff().leave(left, session.handle());
        }
    }

    /** Its single sign-on was ended elsewhere. */
    void signedOff() {
        session.signOn().endsWithoutUs();
        end(EndReason.SIGNED_OUT);
    }

    /**
     * The session was ended elsewhere, and its listeners were notified there: this object only becomes invalid. A
     * thread that detects this continues without waiting: listeners of the end may wait for a lock of the application
     * that the caller holds.
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
