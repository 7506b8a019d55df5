package org.vedfolnir.session.store.redis.execution;

import org.vedfolnir.session.store.redis.client.ReplicaAck;

/**
 * What a script answered. Immutable.
 *
 * @param again whether an earlier try got no answer, and so may have been carried out
 * @param place of the Redis that answered
 */
public record ScriptReply(Object value, boolean again, ReplicaAck copied, String place) {

    /** Whether a replica was to have it and may have it not. */
    public boolean isUnsafe() {
        return copied != ReplicaAck.NOT_ASKED && copied != ReplicaAck.DONE;
    }
}
