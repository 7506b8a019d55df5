package org.vedfolnir.session.store.redis.execution;

import org.vedfolnir.session.store.redis.client.ReplicaAck;

/**
 * The reply of a script. Immutable.
 *
 * @param again whether an earlier try got no reply, and so may have been executed
 * @param place of the Redis that replied
 */
public record ScriptReply(Object value, boolean again, ReplicaAck copied, String place) {

    /** Whether a replica should have the write and possibly does not. */
    public boolean isUnsafe() {
        return copied != ReplicaAck.NOT_ASKED && copied != ReplicaAck.DONE;
    }
}
