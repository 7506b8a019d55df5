package org.vedfolnir.session.store;

import java.time.Duration;
import java.util.Map;

/** A session has ended, but so far in one server only: when that fails now, the session may be there again. */
public final class EndNotReplicatedException extends StoreUnavailableException {

    private static final long serialVersionUID = 1;
    private static final Duration UNTIL_A_REPLICA_IS_THERE = Duration.ofSeconds(1);

    private final transient Map<Integer, byte[]> parts;

    /** @param parts as {@link SessionStore#end(SessionId, org.vedfolnir.session.event.NewEvent, java.util.List)} would have answered them */
    public EndNotReplicatedException(Map<Integer, byte[]> parts) {
        super(
                "The session has ended, but no replica of Redis took that in time: a failover might bring it back.",
                UNTIL_A_REPLICA_IS_THERE,
                null);
        this.parts = parts;
    }

    /** The values that lay beside its document, as far as they were wanted. */
    public Map<Integer, byte[]> parts() {
        return parts;
    }
}
