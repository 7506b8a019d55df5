package org.vedfolnir.session.adoption;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.vedfolnir.session.former.FormerFormat;
import org.vedfolnir.session.former.FormerManager;
import org.vedfolnir.session.former.FormerSession;
import org.vedfolnir.session.former.UnknownEncodingException;
import org.vedfolnir.session.store.ForeignSessions;
import org.vedfolnir.session.store.ForeignSessions.FormerHash;
import org.vedfolnir.session.store.SessionId;

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
    private final FormerDocuments documents;
    private final LongSupplier storeTime;
    private final AtomicBoolean announced = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param storeTime the store's clock, ms since 1970 */
    public SessionAdoption(
            FormerManager from,
            FormerFormat format,
            ForeignSessions store,
            FormerDocuments documents,
            LongSupplier storeTime) {
        this.from = from;
        this.format = format;
        this.store = store;
        this.documents = documents;
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

    /** Whether the former manager has a session of that id. This does not take it over. */
    public boolean isKnown(String sent) {
        return format.key(sent).map(store::hash).filter(this::isSession).isPresent();
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
        var hash = store.hash(key);
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
        var write = documents.write(id, session);
        if (!store.claim(key)) {
            return false;
        }
        var begun = store.begin(write);
        store.discard(key);
        if (begun) {
            announce(id);
        }
        return true;
    }

    private void announce(SessionId id) {
        LOG.log(
                announced.compareAndSet(false, true) ? System.Logger.Level.INFO : System.Logger.Level.DEBUG,
                "{0} of {1} continues here. Further ones are not logged.",
                id,
                from.text());
    }

    private void warn(SessionId id, UnknownEncodingException failure) {
        LOG.log(
                warned.compareAndSet(false, true) ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "{0} of {1} cannot be taken over, and its user must sign in again. It stays unchanged. {2}"
                        + " Logged once.",
                id,
                from.text(),
                failure.getMessage());
    }
}
