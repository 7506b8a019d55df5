package org.vedfolnir.session.store.bulkhead;

import java.util.Optional;
import org.vedfolnir.session.store.SessionId;
import org.vedfolnir.session.store.SessionPlacement;

/** The placement of sessions behind a bulkhead. */
record BulkheadSessionPlacement(SessionPlacement placement, Bulkhead bulkhead) implements SessionPlacement {

    @Override
    public Optional<SessionId> idOf(String handle) {
        return bulkhead.call(() -> placement.idOf(handle));
    }

    @Override
    public boolean inOneStep(SessionId now, SessionId next) {
        return placement.inOneStep(now, next);
    }

    @Override
    public boolean isInReach(SessionId id) {
        return placement.isInReach(id);
    }
}
