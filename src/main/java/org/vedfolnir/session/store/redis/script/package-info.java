/**
 * The Lua scripts, which lie beside {@link org.vedfolnir.session.store.redis.script.Script} as resources, with their arguments and replies. Keys and
 * values come in, {@link org.vedfolnir.session.store.redis.script.ScriptCall}s go out; the replies of Redis come in, and what they mean goes out.
 * Sends nothing. {@code MONITOR} shows {@code EVALSHA <sha> <number of keys> <keys> <arguments>}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.script;
