/**
 * The store on Redis, by Redisson: only this package and its sub-packages use {@code org.redisson}. Each operation is
 * one Lua script, so one atomic step and one round trip: a store creates a call of {@code script}, and
 * {@code execution} sends it over a connection of {@code client}.
 *
 * <p>Keys: {@code vedfolnir:session:{id}} (string), {@code vedfolnir:expiries} (sorted set), {@code
 * vedfolnir:user:{user}} (set), {@code vedfolnir:events} (stream, with {@code {vedfolnir:events}:state} and
 * {@code :sums} beside it); {@code docs/format.md} describes them. Nothing here opens a document: the scripts read its
 * three clear members by a pattern. Only {@code session} creates this store.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis;
