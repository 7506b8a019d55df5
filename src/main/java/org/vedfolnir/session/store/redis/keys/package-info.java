/**
 * What keys are called in Redis, and in which shard of a Redis Cluster a session lies. Settings and session ids come in, the bytes of keys go out.
 * {@code docs/format.md} describes them.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.keys;
