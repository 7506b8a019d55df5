package org.vedfolnir.session.store.failure;

import java.time.Duration;
import java.util.Map;

/** A session has ended, but so far on one server only: if that server fails now, the session may be live again. */
public final class EndNotReplicatedException extends StoreUnavailableException {

    private static final long serialVersionUID = 1;
    private static final Duration UNTIL_A_REPLICA_IS_THERE = Duration.ofSeconds(1);

    private final transient Map<Integer, byte[]> parts;

    /**
     * @param why the reason why a replica does not have it, or has not confirmed it, and the remedy
     * @param parts as the call that ended it would have returned them
     */
    public EndNotReplicatedException(String why, Map<Integer, byte[]> parts) {
        super(
                "The session has ended, but no replica has confirmed that: a failover might bring the session back. "
                        + why,
                UNTIL_A_REPLICA_IS_THERE,
                null);
        this.parts = parts;
    }

    /** Returns the requested values that were stored beside its document. */
    public Map<Integer, byte[]> parts() {
        return parts;
    }
}
