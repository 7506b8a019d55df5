/**
 * Client-side caching: one connection on which Redis tells which keys changed ({@code CLIENT TRACKING ... BCAST}). Invalidation messages come in;
 * calls of a {@link org.vedfolnir.session.store.ChangeListener} go out, with the proof that none was missed. Only the session store makes it.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.store.redis.tracking;
