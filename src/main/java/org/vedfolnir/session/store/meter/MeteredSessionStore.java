package org.vedfolnir.session.store.meter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EndReason;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.event.SessionEvent;
import org.vedfolnir.session.store.DocumentTag;
import org.vedfolnir.session.store.ExpiredSession;
import org.vedfolnir.session.store.OpenResult;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionStore;
import org.vedfolnir.session.store.SessionWrite;
import org.vedfolnir.session.store.StoredSession;
import org.vedfolnir.session.store.failure.EndNotReplicatedException;
import org.vedfolnir.session.store.failure.StoreUnavailableException;

/** Counts what happens to sessions. Thread-safe. */
public record MeteredSessionStore(SessionStore sessions, StoreMeter meter) implements SessionStore {

    @Override
    public OpenResult open(SessionId id, DocumentTag known) {
        var opened = sessions.open(id, known);
        if (opened instanceof OpenResult.Unchanged) {
            meter.count(StoreCount.OPENED_UNCHANGED);
        } else if (opened instanceof OpenResult.Changed changed) {
            meter.count(StoreCount.OPENED_CHANGED);
            read(changed.session());
        } else {
            meter.count(opened instanceof OpenResult.Gone ? StoreCount.OPENED_GONE : StoreCount.OPENED_FOREIGN);
        }
        return opened;
    }

    private void read(StoredSession stored) {
        meter.add(StoreCount.BYTES_READ, stored.document().length);
    }

    @Override
    public void onOpened(SessionId id, long lastAccess, long idle, long until, Supplier<@Nullable String> user) {
        sessions.onOpened(id, lastAccess, idle, until, user);
    }

    /** Not counted as opened: no request of the session's user. */
    @Override
    public Optional<StoredSession> peek(SessionId id) {
        return sessions.peek(id);
    }

    @Override
    public Map<Integer, byte[]> parts(SessionId id, List<Integer> numbers) {
        var parts = sessions.parts(id, numbers);
        meter.add(StoreCount.BYTES_READ, bytes(parts));
        return parts;
    }

    private static long bytes(Map<Integer, byte[]> parts) {
        var bytes = 0L;
        for (var part : parts.values()) {
            bytes += part.length;
        }
        return bytes;
    }

    @Override
    public SaveResult save(SessionWrite write) {
        try {
            var result = sessions.save(write);
            if (result instanceof SaveResult.Saved) {
                saved(write);
            } else if (result instanceof SaveResult.Stale stale) {
                meter.count(StoreCount.CONFLICT);
                read(stale.current());
            }
            return result;
        } catch (StoreUnavailableException e) {
            if (isNew(write)) {
                meter.count(StoreCount.CREATION_FAILED);
            }
            throw e;
        }
    }

    private void saved(SessionWrite write) {
        meter.count(StoreCount.SAVED);
        meter.add(
                StoreCount.BYTES_SENT,
                write.document().length + bytes(write.parts().written()));
        if (isNew(write)) {
            meter.count(StoreCount.CREATED);
        }
    }

    private static boolean isNew(SessionWrite write) {
        return write.expectedVersion() == 0;
    }

    @Override
    public Optional<Map<Integer, byte[]>> end(SessionId id, NewEvent ended, List<Integer> parts) {
        try {
            var values = sessions.end(id, ended, parts);
            values.ifPresent(over -> ended(ended));
            return values;
        } catch (EndNotReplicatedException e) {
            ended(ended);
            throw e;
        }
    }

    private void ended(NewEvent event) {
        meter.ended(event.event() instanceof SessionEvent.Ended ended ? ended.reason() : EndReason.OTHER);
    }

    @Override
    public List<ExpiredSession> expire(int most, Function<ExpiredSession, NewEvent> ended) {
        var expired = sessions.expire(most, ended);
        for (var each = 0; each < expired.size(); each++) {
            meter.ended(EndReason.EXPIRED);
        }
        return expired;
    }
}
