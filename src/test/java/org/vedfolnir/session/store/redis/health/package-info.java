/** Tests of what is known of each Redis, with a clock of their own. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.health;
