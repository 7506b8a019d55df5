/** Tests of the names of keys and of shards. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.keys;
