package org.vedfolnir.session.store.bulkhead;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.StoredSession;

/** Sessions behind a bulkhead, which does not limit background threads. */
record BulkheadSessionStore(SessionStore sessions, Bulkhead bulkhead) implements SessionStore {

    @Override
    public OpenResult open(SessionId id, DocumentTag known) {
        return bulkhead.call(() -> sessions.open(id, known));
    }

    /** Not limited: does not block. */
    @Override
    public void onOpened(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user) {
        sessions.onOpened(id, lastAccess, idle, until, user);
    }

    @Override
    public Optional<StoredSession> peek(SessionId id) {
        return bulkhead.call(() -> sessions.peek(id));
    }

    @Override
    public Map<Integer, byte[]> parts(SessionId id, List<Integer> numbers) {
        return bulkhead.call(() -> sessions.parts(id, numbers));
    }

    @Override
    public SaveResult save(SessionWrite write) {
        return bulkhead.call(() -> sessions.save(write));
    }

    @Override
    public Optional<Map<Integer, byte[]>> end(SessionId id, NewEvent ended, List<Integer> parts) {
        return bulkhead.call(() -> sessions.end(id, ended, parts));
    }

    /** Not limited: runs in the background. */
    @Override
    public List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        return sessions.expire(most, ended);
    }
}
