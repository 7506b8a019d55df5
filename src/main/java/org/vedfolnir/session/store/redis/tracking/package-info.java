/**
 * Client-side caching: one connection on which Redis reports changed keys ({@code CLIENT TRACKING ... BCAST}). Converts
 * invalidation messages to calls of a {@link org.vedfolnir.session.store.ChangeListener}, with the proof that none was
 * missed. Only the session store creates it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.tracking;
