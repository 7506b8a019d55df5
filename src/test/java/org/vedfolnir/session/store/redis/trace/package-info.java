/** Tests of spans. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.trace;
