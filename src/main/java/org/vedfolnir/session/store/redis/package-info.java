/**
 * The store on Redis, by Redisson: the only package that knows {@code org.redisson}. Each operation is one Lua script, so one atomic
 * step and one round trip; the scripts lie beside this package, and {@code MONITOR} shows {@code EVALSHA <sha> <keys> <arguments>}.
 *
 * <p>Keys: {@code vedfolnir:session:{id}} (string), {@code vedfolnir:expiries} (sorted set), {@code vedfolnir:user:{user}} (set),
 * {@code vedfolnir:events} (stream, with {@code {vedfolnir:events}:state} and {@code :sums} beside it); {@code docs/format.md} describes them. Nothing here opens a document: the scripts read its three
 * clear members by a pattern. Only {@code session} makes this store.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis;
