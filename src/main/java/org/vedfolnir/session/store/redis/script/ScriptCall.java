package org.vedfolnir.session.store.redis.script;

import java.util.List;

/**
 * One script on keys of one slot. Immutable, but for the bytes, which nobody may change.
 *
 * @param arguments byte arrays
 */
public record ScriptCall(Script script, List<byte[]> keys, Object[] arguments) {}
