package org.vedfolnir.session.store.failure;

import java.time.Duration;
import java.util.Map;

/** A session has ended, but so far in one server only: when that fails now, the session may be there again. */
public final class EndNotReplicatedException extends StoreUnavailableException {

    private static final long serialVersionUID = 1;
    private static final Duration UNTIL_A_REPLICA_IS_THERE = Duration.ofSeconds(1);

    private final transient Map<Integer, byte[]> parts;

    /**
     * @param why what kept a replica from having it, or from saying so, and what to do
     * @param parts as the call that ended it would have answered them
     */
    public EndNotReplicatedException(String why, Map<Integer, byte[]> parts) {
        super(
                "The session has ended, but it is not sure that a replica has that: a failover might bring it back. "
                        + why,
                UNTIL_A_REPLICA_IS_THERE,
                null);
        this.parts = parts;
    }

    /** The values that lay beside its document, as far as they were wanted. */
    public Map<Integer, byte[]> parts() {
        return parts;
    }
}
