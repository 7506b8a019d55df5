package org.vedfolnir.session.adoption;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.vedfolnir.session.engine.SessionLimit;
import org.vedfolnir.session.engine.TooManySessionsException;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.former.FormerFormat;
import org.vedfolnir.session.former.FormerManager;
import org.vedfolnir.session.former.FormerSession;
import org.vedfolnir.session.former.UnknownEncodingException;
import org.vedfolnir.session.store.ForeignSessions;
import org.vedfolnir.session.store.ForeignSessions.Claim;
import org.vedfolnir.session.store.ForeignSessions.FormerHash;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.failure.StoreRefusedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/**
 * Takes over a session of another manager in Redis when a client sends its id and no session of ours has it. The session
 * moves: its document begins here, under the same id, and the hash of the other manager is removed. Before that it is
 * claimed, so that it never comes back after it has ended here. Thread-safe.
 */
public final class SessionAdoption {

    private static final System.Logger LOG = System.getLogger(SessionAdoption.class.getName());

    private final FormerManager from;
    private final FormerFormat format;
    private final ForeignSessions store;
    private final FormerWrites writes;
    private final SessionLimit limit;
    private final LongSupplier storeTime;
    private final AtomicBoolean announced = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param storeTime the store's clock, ms since 1970 */
    public SessionAdoption(
            FormerManager from,
            FormerFormat format,
            ForeignSessions store,
            FormerWrites writes,
            SessionLimit limit,
            LongSupplier storeTime) {
        this.from = from;
        this.format = format;
        this.store = store;
        this.writes = writes;
        this.limit = limit;
        this.storeTime = storeTime;
    }

    /**
     * @param sent the id that the client sent, which no session of ours has
     * @param id under which the session is stored here
     * @return whether a session may be there now: this call took it over, or another node did at the same time
     */
    public boolean adopt(String sent, SessionId id) {
        return format.key(sent).map(key -> adoptFrom(key, id)).orElse(false);
    }

    /**
     * Whether the former manager has a session that {@link #adopt} would take over. This does not take it over.
     *
     * @param id as for {@code adopt}
     */
    public boolean isKnown(String sent, SessionId id) {
        return format.key(sent)
                .map(key -> store.hash(key, id))
                .filter(this::isSession)
                .isPresent();
    }

    private boolean isSession(FormerHash hash) {
        try {
            return hash instanceof FormerHash.Fields fields
                    && format.read(fields.fields()).filter(this::isLive).isPresent();
        } catch (UnknownEncodingException e) {
            return false;
        }
    }

    private boolean isLive(FormerSession session) {
        return !session.isExpired(storeTime.getAsLong());
    }

    private boolean adoptFrom(String key, SessionId id) {
        var hash = store.hash(key, id);
        if (!(hash instanceof FormerHash.Fields fields)) {
            return hash instanceof FormerHash.Taken;
        }
        try {
            return format.read(fields.fields())
                    .filter(this::isLive)
                    .map(session -> move(key, id, session))
                    .orElse(false);
        } catch (UnknownEncodingException e) {
            warn(id, e);
            return false;
        }
    }

    private boolean move(String key, SessionId id, FormerSession session) {
        try {
            var write = writes.write(id, session);
            var move = new Move(key, write);
            if (limit.begin(write.user(), move) instanceof SaveResult.Saved) {
                announce(id);
            } else if (!move.claimed) {
                return false;
            }
            discard(key);
            return true;
        } catch (SessionTooLargeException | TooManySessionsException e) {
            warn(id, e);
            return false;
        }
    }

    /**
     * Claims a session and begins it here. If it is certain that it does not begin, the claim is given back, so that its
     * user can come again. If that is unknown because the store failed, a claim can be repeated for a moment.
     */
    private final class Move implements Supplier<SaveResult> {

        private final String key;
        private final SessionWrite write;
        private boolean claimed;

        Move(String key, SessionWrite write) {
            this.key = key;
            this.write = write;
        }

        @Override
        public SaveResult get() {
            var claim = store.claim(key, write);
            if (claim instanceof Claim.Full full) {
                return full.limit();
            } else if (!(claim instanceof Claim.Held held)) {
                return new SaveResult.Gone();
            } else {
                claimed = true;
                return begin(held.since());
            }
        }

        private SaveResult begin(long since) {
            try {
                var begun = store.begin(write, since);
                if (begun instanceof SaveResult.Full) {
                    release();
                }
                return begun;
            } catch (StoreRefusedException e) {
                release();
                throw e;
            }
        }

        private void release() {
            try {
                store.release(key, write.id());
            } catch (StoreUnavailableException e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "{0} of {1} remains claimed for a moment. {2}",
                        write.id(),
                        from.text(),
                        e.getMessage());
            }
        }
    }

    /** A hash that was claimed is not taken over again, so it does no harm until its idle timeout. */
    private void discard(String key) {
        try {
            store.discard(key);
        } catch (StoreUnavailableException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "A session of {0} continues here, and its hash there could not be removed. {1}",
                    from.text(),
                    e.getMessage());
        }
    }

    private void announce(SessionId id) {
        LOG.log(
                announced.compareAndSet(false, true) ? System.Logger.Level.INFO : System.Logger.Level.DEBUG,
                "{0} of {1} continues here. Further ones are not logged.",
                id,
                from.text());
    }

    private void warn(SessionId id, Exception failure) {
        LOG.log(
                warned.compareAndSet(false, true) ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "{0} of {1} cannot be taken over, and its user must sign in again. It stays unchanged. {2}"
                        + " Logged once.",
                id,
                from.text(),
                failure.getMessage());
    }
}
