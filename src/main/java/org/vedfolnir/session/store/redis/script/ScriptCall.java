package org.vedfolnir.session.store.redis.script;

import java.util.List;

/**
 * One script on keys of one slot. Immutable, except for the bytes, which must not be changed.
 *
 * @param arguments byte arrays
 */
public record ScriptCall(Script script, List<byte[]> keys, Object[] arguments) {}
