package org.vedfolnir.session.store.bulkhead;

import java.util.Optional;
import org.vedfolnir.session.store.ForeignSessions;
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
    public FormerHash hash(String key) {
        return bulkhead.call(() -> foreign.hash(key));
    }

    @Override
    public boolean claim(String key) {
        return bulkhead.call(() -> foreign.claim(key));
    }

    @Override
    public boolean begin(SessionWrite write) {
        return bulkhead.call(() -> foreign.begin(write));
    }

    @Override
    public void discard(String key) {
        bulkhead.call(() -> {
            foreign.discard(key);
            return true;
        });
    }
}
