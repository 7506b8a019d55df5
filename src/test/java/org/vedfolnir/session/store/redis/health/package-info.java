/** Tests of the health of each Redis, with their own clock. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.health;
