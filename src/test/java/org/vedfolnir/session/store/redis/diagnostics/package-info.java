/** Tests of the diagnosis, without a Redis. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.diagnostics;
