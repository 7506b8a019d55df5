/**
 * The Lua scripts, which are resources beside {@link org.vedfolnir.session.store.redis.script.Script}, with their
 * arguments and replies. Converts keys and values to {@link org.vedfolnir.session.store.redis.script.ScriptCall}s, and
 * Redis' replies to results. Sends nothing. {@code MONITOR} shows
 * {@code EVALSHA <sha> <number of keys> <keys> <arguments>}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.script;
