package org.vedfolnir.session.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.Store;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** Finds the sessions with data on this node that have ended on another. Thread-safe. */
public final class RemoteEndScan {

    private static final System.Logger LOG = System.getLogger(RemoteEndScan.class.getName());
    /** Per round trip. */
    private static final int AT_ONCE = 500;

    private final Store store;
    private final BiConsumer<String, SessionId> moved;
    private final BiConsumer<String, SessionId> ended;

    /**
     * @param moved accepts the handle and the new stored id of each session whose id changed
     * @param ended accepts the handle and the last stored id of each session that has ended
     */
    public RemoteEndScan(Store store, BiConsumer<String, SessionId> moved, BiConsumer<String, SessionId> ended) {
        this.store = store;
        this.moved = moved;
        this.ended = ended;
    }

    /**
     * Queries the states of sessions: one round trip for up to 500 of them, and one for each whose id changed. Sessions
     * in a part of the store that does not answer are queried again the next time.
     *
     * @param storedIds stored ids by handle
     */
    public void scan(Map<String, SessionId> storedIds) {
        var all = List.copyOf(storedIds.entrySet());
        for (var from = 0; from < all.size(); from += AT_ONCE) {
            var some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            skipOnOutage(() -> scan(some));
        }
    }

    private static void skipOnOutage(Runnable step) {
        try {
            step.run();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "The check for ended sessions is repeated: {0}", e.getMessage());
        }
    }

    private void scan(List<Map.Entry<String, SessionId>> some) {
        var ids = new ArrayList<SessionId>();
        some.forEach(each -> ids.add(each.getValue()));
        var statuses = store.index().statuses(ids);
        for (var i = 0; i < some.size(); i++) {
            var one = some.get(i);
            var status = statuses.get(i);
            if (status instanceof SessionStatus.Ended) {
                ended.accept(one.getKey(), one.getValue());
            } else if (status instanceof SessionStatus.Gone || status instanceof SessionStatus.Moved) {
                // the server with the new id may be away, which does not concern the others
                skipOnOutage(() -> resolveMoved(one.getKey(), one.getValue(), status));
            }
        }
    }

    /** Follows a session to its new id; it has ended if there is none. */
    private void resolveMoved(String handle, SessionId storedId, SessionStatus status) {
        Optional<SessionId> now = store.placement().idOf(handle);
        if (now.isPresent() && store.index().statuses(List.of(now.get())).get(0) instanceof SessionStatus.Live) {
            moved.accept(handle, now.get());
        } else if (now.isPresent() || status instanceof SessionStatus.Gone) {
            ended.accept(handle, storedId);
        }
        // a node of an earlier version does not record the new id of a session
    }
}
