package org.vedfolnir.session.store.bulkhead;

import java.util.Optional;
import org.vedfolnir.session.store.ForeignSessions;
import org.vedfolnir.session.store.SaveResult;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionWrite;

/** Foreign values behind a bulkhead. */
record BulkheadForeignSessions(ForeignSessions foreign, Bulkhead bulkhead) implements ForeignSessions {

    @Override
    public Optional<byte[]> value(SessionId id) {
        return bulkhead.call(() -> foreign.value(id));
    }

    @Override
    public boolean adopt(byte[] value, SessionWrite write) {
        return bulkhead.call(() -> foreign.adopt(value, write));
    }

    @Override
    public FormerHash hash(String key, SessionId id) {
        return bulkhead.call(() -> foreign.hash(key, id));
    }

    @Override
    public Claim claim(String key, SessionWrite write) {
        return bulkhead.call(() -> foreign.claim(key, write));
    }

    @Override
    public void release(String key, SessionId id) {
        bulkhead.call(() -> {
            foreign.release(key, id);
            return true;
        });
    }

    @Override
    public SaveResult begin(SessionWrite write, long since) {
        return bulkhead.call(() -> foreign.begin(write, since));
    }

    @Override
    public void discard(String key) {
        bulkhead.call(() -> {
            foreign.discard(key);
            return true;
        });
    }
}
