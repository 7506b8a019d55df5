package org.vedfolnir.session.store.redis.script;

import java.util.List;

/**
 * One script on keys of one slot. Immutable, but for the bytes, which nobody may change.
 *
 * @param arguments byte arrays
 * @param waits for how many ms Redis waits for a replica that has what it wrote; 0 for none
 */
public record ScriptCall(Script script, List<byte[]> keys, Object[] arguments, long waits) {

    public ScriptCall(Script script, List<byte[]> keys, Object[] arguments) {
        this(script, keys, arguments, 0);
    }
}
