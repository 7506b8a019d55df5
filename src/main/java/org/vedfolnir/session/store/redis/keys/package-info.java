/**
 * The names of keys in Redis, and the shard of a session on Redis Cluster. Converts settings and session ids to the
 * bytes of keys. {@code docs/format.md} describes them.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.keys;
