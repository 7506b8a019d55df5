package org.vedfolnir.session.store.bulkhead;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.vedfolnir.session.event.SessionStatus;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionIndex;
import org.vedfolnir.session.store.SessionOwner;
import org.vedfolnir.session.store.StoredSession;

/** The index of sessions behind a bulkhead. */
record BulkheadSessionIndex(SessionIndex index, Bulkhead bulkhead) implements SessionIndex {

    @Override
    public List<SessionStatus> statuses(List<SessionId> ids) {
        return bulkhead.call(() -> index.statuses(ids));
    }

    @Override
    public Count count() {
        return bulkhead.call(() -> index.count());
    }

    @Override
    public List<SessionId> list(int from, int most) {
        return bulkhead.call(() -> index.list(from, most));
    }

    @Override
    public Map<SessionId, StoredSession> peek(List<SessionId> ids) {
        return bulkhead.call(() -> index.peek(ids));
    }

    @Override
    public List<SessionId> sessionsOf(String user) {
        return bulkhead.call(() -> index.sessionsOf(user));
    }

    @Override
    public void removeFromUser(SessionId id, String user) {
        bulkhead.run(() -> index.removeFromUser(id, user));
    }

    /** Not limited: runs in the background. */
    @Override
    public void renew(BiFunction<SessionId, byte[], Optional<SessionOwner>> owner) {
        index.renew(owner);
    }
}
